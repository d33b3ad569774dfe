/** A world with a second forest: its domain controller, its people, and the Connect wizard that finds it. */
import { Client } from 'ldapts'
import { expect, test } from 'vitest'
import { openDoors } from '#lab/scenarios/doors.ts'
import { startLab } from '#lab/start.ts'

test('the second forest answers on ports of its own, is found by the wizard, and comes back with a reset', async () => {
  const lab = await startLab({ world: 'two-forests', at: '2026-01-12T09:00:00Z' })
  const doors = openDoors(lab.info, lab.control)
  const logOn = async () => {
    const client = new Client({
      url: lab.info.furtherForests?.[0]?.ldaps ?? '',
      tlsOptions: { ca: lab.info.caCertificate },
    })
    try {
      await client.bind('nina@fabrikam.com', 'Ember-Canoe-37!')
      return (await client.search('DC=fabrikam,DC=local', { filter: '(sAMAccountName=anna)' })).searchEntries
    } finally {
      await client.unbind()
    }
  }
  try {
    // Neither forest knows the other's people.
    expect(await logOn()).toEqual([])
    const wizard = await doors.control('connect/wizard', { json: { action: 'open' } })
    expect(wizard.json).toMatchObject({ furtherForests: ['fabrikam.local'] })
    await lab.reset()
    expect(await logOn()).toEqual([])
  } finally {
    await doors.close()
    await lab.close()
  }
})
