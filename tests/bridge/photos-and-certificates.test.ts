/** thumbnailPhoto, userCertificate and userSMIMECertificate on their way to the tenant (writeback.md §8.7, §8.8). */
import { Attribute, Change } from 'ldapts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asDomainAdmin, write } from './support/access-list.ts'
import { type OwnForest, staff, startOwnForest } from './support/own-forest.ts'

let world: OwnForest
beforeAll(async () => {
  world = await startOwnForest({ people: 3 })
}, 60_000)
afterAll(() => world.close())

const dnOf = (index: number) => `CN=Person ${index},${staff}`
const user = (index: number, path = '') => `/v1.0/users/person${index}@contoso.com${path}`
const jpeg = (size: number) =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size - 4, 7)])
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), Buffer.alloc(300, 9)])
const certificate = (number: number) => Buffer.from(`certificate ${number} \u0000\u00ff`, 'latin1')

const certify = (index: number, type: string, count: number) =>
  asDomainAdmin(world, (client) => {
    const values = Array.from({ length: count }, (_, number) => certificate(number))
    const modification = new Attribute({ type, values })
    return client.modify(dnOf(index), new Change({ operation: 'replace', modification }))
  })
const photo = async (index: number) => {
  const facts = await world.cloud.asAdministrator(user(index, '/photo'))
  return (facts.json as { '@odata.mediaContentType'?: string })['@odata.mediaContentType']
}
const jobOf = async (index: number) =>
  ((await world.cloud.asAdministrator(user(index))).json as { jobTitle: string | null }).jobTitle
const errorsOf = async () => {
  const runs = await world.connect.synchronize('Delta')
  return runs.flatMap(({ errors }) => errors.map(({ code }) => code))
}

test('a photo reaches Graph with its format, changes, and goes', async () => {
  await write(world, dnOf(0), { thumbnailPhoto: jpeg(1200) })
  expect(await errorsOf()).toEqual([])
  expect(await photo(0)).toBe('image/jpeg')
  expect(await photo(1)).toBeUndefined()
  await write(world, dnOf(0), { thumbnailPhoto: png })
  expect(await errorsOf()).toEqual([])
  expect(await photo(0)).toBe('image/png')
  await write(world, dnOf(0), { thumbnailPhoto: null })
  expect(await errorsOf()).toEqual([])
  expect(await photo(0)).toBeUndefined()
})

test('many large photos go in requests that the tenant takes', async () => {
  for (const index of [0, 1, 2]) await write(world, dnOf(index), { thumbnailPhoto: jpeg(102_400) })
  expect(await errorsOf()).toEqual([])
  for (const index of [0, 1, 2]) expect(await photo(index)).toBe('image/jpeg')
})

test('Active Directory takes no photo above 100 KB, and the one that was there stays', async () => {
  await expect(write(world, dnOf(0), { thumbnailPhoto: jpeg(102_401) })).rejects.toThrow()
  expect(await errorsOf()).toEqual([])
  expect(await photo(0)).toBe('image/jpeg')
})

test.each(['userCertificate', 'userSMIMECertificate'])(
  'more than 15 values of %s are a LargeObject: nothing of the user’s change comes, the others are not held up',
  async (type) => {
    const before = await jobOf(1)
    await certify(1, type, 16)
    await write(world, dnOf(1), { title: `Locksmith with ${type}` })
    await write(world, dnOf(2), { title: `Clerk beside ${type}` })
    expect(await errorsOf()).toEqual(['LargeObject'])
    expect(await jobOf(1)).toBe(before)
    expect(await jobOf(2)).toBe(`Clerk beside ${type}`)
    // It is told at every export until the values are fewer.
    expect(await errorsOf()).toEqual(['LargeObject'])
    await certify(1, type, 15)
    expect(await errorsOf()).toEqual([])
    expect(await jobOf(1)).toBe(`Locksmith with ${type}`)
  },
)
