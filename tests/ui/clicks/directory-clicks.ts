/** The administrator at DC01, by clicking. */
import type { Locator } from 'playwright-core'
import type { Hands } from '../hands.ts'
import type { Clicker, Clicks } from './clicker.ts'

const domain = 'DC=contoso,DC=local'
const dialogOf = (hands: Hands): Locator => hands.page.getByRole('dialog')
const console = (query: Readonly<Record<string, string>>): string =>
  `/dc/users-and-computers?${new URLSearchParams(query)}`

/** The one account of that name, in the list of what was found. */
async function find(hands: Hands, user: string): Promise<Locator> {
  const name = user.includes('@') ? `(userPrincipalName=${user})` : `(sAMAccountName=${user})`
  await hands.goTo(console({ container: domain, find: name }))
  const row = hands.left
    .getByRole('row')
    .filter({ has: hands.page.getByLabel(/^Choose /) })
    .last()
  await row.getByRole('link').first().waitFor()
  return row
}

async function choose(hands: Hands, user: string): Promise<void> {
  const row = await find(hands, user)
  await row.getByLabel(/^Choose (?!all)/).check()
}

async function openProperties(hands: Hands, user: string, page: string): Promise<void> {
  const row = await find(hands, user)
  await row.getByRole('link').first().click()
  const tabs = hands.left.getByRole('navigation', { name: 'Property pages' })
  await tabs.getByRole('link', { name: page, exact: true }).click()
}

async function writeAttribute(hands: Hands, name: string, values: readonly string[]): Promise<void> {
  await hands.left.getByLabel('Filter attributes').fill(name)
  const onlyValues = hands.left.getByLabel('With values only')
  await onlyValues.uncheck()
  await hands.press(hands.left, name)
  await hands.fill(dialogOf(hands), 'Values', values.join('\n'))
  await hands.press(dialogOf(hands), 'Write')
  await dialogOf(hands).waitFor({ state: 'detached' })
}

async function newUser(
  hands: Hands,
  ou: string,
  { name, logonName, password }: { name: string; logonName: string; password: string },
): Promise<void> {
  await hands.goTo(console({ container: `${ou},${domain}` }))
  await hands.press(hands.left, 'New')
  await hands.page.getByRole('menuitem', { name: 'User', exact: true }).click()
  const dialog = dialogOf(hands)
  const [given = '', ...rest] = name.split(' ')
  await hands.fill(dialog, 'First name', given)
  await hands.fill(dialog, 'Last name', rest.join(' '))
  await dialog.getByLabel('User logon name').fill(logonName)
  await hands.fill(dialog, 'Password', password)
  await dialog.getByLabel('User must change password at next logon').uncheck()
  await hands.press(dialog, 'Create')
  await dialog.waitFor({ state: 'detached' })
}

const policyFields = {
  minimumAgeDays: 'Minimum password age (days)',
  maximumAgeDays: 'Maximum password age (days; 0 = never expires)',
  minimumLength: 'Minimum password length (characters)',
  history: 'Enforce password history (passwords)',
} as const

/** The cmdlet grants all five rights, and asks who may do it. */
async function grantWriteback(clicker: Clicker): Promise<void> {
  const { hands } = clicker
  await hands.goTo('/connect/powershell')
  await hands.left.getByLabel('Command').fill('Set-ADSyncPasswordWritebackPermissions')
  await hands.page.keyboard.press('Enter')
  const asked = hands.page.getByRole('dialog', { name: 'PowerShell credential request' })
  await hands.fill(asked, 'User name', 'CONTOSO\\Administrator')
  await asked.getByLabel('Password').fill(clicker.password('Administrator', 'original'))
  await hands.press(asked, 'OK')
  await hands.left
    .getByRole('log', { name: 'Output' })
    .getByText(/Reset password|Rights/i)
    .first()
    .waitFor()
}

export const directoryClicks: Clicks<
  | 'ldap.setPassword'
  | 'ldap.setPasswordPolicy'
  | 'ldap.setConnectorRight'
  | 'ldap.setEnabled'
  | 'ldap.addToGroup'
  | 'ldap.restrictRemoteSam'
  | 'ldap.addUser'
  | 'ldap.modify'
  | 'ldap.moveUser'
> = {
  'ldap.setPassword': async ({ hands }, { user, newPassword }) => {
    await choose(hands, user)
    await hands.press(hands.left, 'Reset password')
    const dialog = dialogOf(hands)
    await hands.fill(dialog, 'New password', newPassword)
    await hands.fill(dialog, 'Confirm password', newPassword)
    await dialog.getByRole('checkbox', { name: /must change password/ }).uncheck()
    await hands.press(dialog, 'Reset password')
    await dialog.waitFor({ state: 'detached' })
  },
  'ldap.setPasswordPolicy': async ({ hands }, given) => {
    await hands.goTo('/dc/password-policy')
    const form = hands.left.getByRole('region', { name: 'Default Domain Policy' })
    for (const [key, label] of Object.entries(policyFields)) {
      const value = given[key as keyof typeof policyFields]
      if (value !== undefined) await form.getByLabel(label, { exact: true }).fill(String(value))
    }
    await hands.press(form, 'Save policy')
    await hands.see(form, 'The policy has been saved.')
  },
  'ldap.setConnectorRight': (clicker) => grantWriteback(clicker),
  'ldap.setEnabled': async ({ hands }, { user, enabled }) => {
    await choose(hands, user)
    await hands.press(hands.left, enabled ? 'Enable' : 'Disable')
    await hands.see(hands.left, enabled ? /: enabled\.$/ : /: disabled\.$/)
  },
  'ldap.addToGroup': async ({ hands }, { user, group }) => {
    await openProperties(hands, user, 'Member of')
    await hands.press(hands.left, 'Add to a group')
    const dialog = dialogOf(hands)
    const [, name = group] = /^CN=([^,]+)/.exec(group) ?? []
    await hands.fill(dialog, 'Group', name)
    await hands.press(dialog, 'Check names')
    await dialog.getByRole('list', { name: 'Found names' }).getByRole('button', { name }).first().click()
    await hands.press(dialog, 'Add')
    await dialog.waitFor({ state: 'detached' })
  },
  'ldap.restrictRemoteSam': async ({ hands }, { restricted }) => {
    await hands.goTo('/dc/password-policy')
    await hands.left.getByLabel(/Restrict clients allowed/).setChecked(restricted)
    await hands.hear(/policy has been saved/)
  },
  'ldap.addUser': async (
    { hands },
    { name, sAMAccountName, ou, userPrincipalName, password, attributes },
  ) => {
    await newUser(hands, ou, { name, logonName: sAMAccountName, password })
    if (userPrincipalName !== undefined && !userPrincipalName.endsWith('@contoso.com')) {
      await openProperties(hands, sAMAccountName, 'Account')
      await hands.fill(hands.left, 'User logon name', userPrincipalName)
      await hands.press(hands.left, 'Save')
      await hands.left.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor()
    }
    for (const [attribute, value] of Object.entries(attributes)) {
      await openProperties(hands, sAMAccountName, 'Attribute editor')
      await writeAttribute(hands, attribute, [value].flat())
    }
  },
  'ldap.modify': async ({ hands }, { user, replace }) => {
    await openProperties(hands, user, 'Attribute editor')
    for (const [attribute, value] of Object.entries(replace))
      await writeAttribute(hands, attribute, value === null ? [] : [value].flat())
  },
  'ldap.moveUser': async ({ hands }, { user, ou }) => {
    await choose(hands, user)
    await hands.press(hands.left, 'Move')
    const dialog = dialogOf(hands)
    // From the outermost unit inwards.
    const units = ou
      .split(',')
      .map((part) => part.replace(/^OU=/, ''))
      .reverse()
    for (const [at, unit] of units.entries()) {
      const target = dialog.getByRole('button', { name: unit, exact: true })
      if (at < units.length - 1) {
        const open = dialog.getByRole('button', { name: `Open ${unit}`, exact: true })
        if (await open.isVisible()) await open.click()
      } else await target.click()
    }
    await hands.press(dialog, 'Move')
    await dialog.waitFor({ state: 'detached' })
    await hands.settle()
  },
}
