import { app, info, load, origin, tell } from './from-lab.mjs'

const { graphfi } = await load('@pnp/graph')
const { GraphDefault } = await load('@pnp/nodejs')
for (const part of ['users', 'groups', 'members']) await load(`@pnp/graph/${part}/index.js`)
await load('@pnp/graph/batching.js')
const { clientId, clientSecret } = app('daemon')
const auth = { clientId, clientSecret, authority: info.authority, knownAuthorities: [new URL(origin).host] }
const msal = { config: { auth }, scopes: ['https://graph.microsoft.com/.default'] }
const pnp = graphfi().using(GraphDefault({ baseUrl: `${origin}/v1.0`, msal }))

const one = await pnp.users.getById('anna@contoso.com').select('id', 'displayName')()
const { id } = await pnp.groups.add('From pnp', 'frompnp', 2)
await pnp.groups.getById(id).members.add(`${origin}/v1.0/directoryObjects/${one.id}`)
const members = await pnp.groups.getById(id).members()
const [batch, execute] = pnp.batched()
const batched = []
batch.users
  .top(1)()
  .then((users) => batched.push(users.length))
batch.groups
  .top(1)()
  .then((groups) => batched.push(groups.length))
await execute()
let count = 0
for await (const page of pnp.users.top(3)) count += page.length
tell({ one: one.displayName, members: members.length, batched, paged: count > 3 })
