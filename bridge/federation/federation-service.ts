/**
 * The lab's minimal AD FS: a server on premises that binds to Active Directory as the user and answers the cloud with a signed
 * assertion. The Connect server sets it up; most labs never use it, so its key is made when a domain is federated.
 */
import { companyAnswer, provisioningPath } from '#core/contracts/provisioning.ts'
import type { DomainFederation } from '#core/contracts/user-sign-in.ts'
import type { Collection, StoredRecord } from '#core/ports.ts'
import { managedAnchor, objectGuidAnchor } from '#core/sync/source-anchor.ts'
import type { DirectoryConnection } from '../connectors/directory-connection.ts'
import { bytesOf, textsOf } from '../connectors/ldap-values.ts'
import { type Logon, logOn } from '../connectors/logon.ts'
import type { ForestEndpoint } from '../forest-connections.ts'
import { requireConfiguration, type ServerContext } from '../server-context.ts'
import { type AssertedUser, signAssertion } from './assertion.ts'
import { makeTokenSigning, type TokenSigning } from './token-signing-certificate.ts'

/** `connect.federation`, one row while a domain is federated. */
interface Farm extends StoredRecord, TokenSigning {
  readonly domain: string
}

const onlyRow = 'farm'

export class FederationService {
  private readonly server: ServerContext
  private readonly forests: readonly ForestEndpoint[]
  private readonly farms: Collection<Farm>
  /** Where browsers and clients find it: `https://…/sts/{lab}`. */
  private readonly origin: string

  constructor(server: ServerContext, forests: readonly ForestEndpoint[], origin: string) {
    this.server = server
    this.forests = forests
    this.origin = origin
    this.farms = server.lab.store.collection('connect.federation')
  }

  get base(): string {
    return `${this.origin}/adfs`
  }

  /** Sets the farm up for the tenant's first verified domain of its own, and answers what the cloud is to know of it; with a new certificate where one is wanted. */
  async trust(
    renewCertificate = false,
  ): Promise<{ readonly domain: string; readonly federation: DomainFederation }> {
    const company = await this.server.cloud.ask('GET', `${provisioningPath}/company`, companyAnswer)
    const domain = company.domains.find(({ name, verified }) => verified && name !== company.initialDomain)
    if (domain === undefined) throw new Error('the tenant has no verified domain of its own to federate')
    const known = renewCertificate ? undefined : this.farms.get(onlyRow)
    const signing = known ?? (await makeTokenSigning(`sts.${domain.name}`, this.server.lab.clock.now()))
    const farm = {
      id: onlyRow,
      domain: domain.name,
      privateKey: signing.privateKey,
      certificate: signing.certificate,
    }
    await this.server.lab.store.transaction(() => this.farms.put(farm))
    return { domain: domain.name, federation: this.describe(farm) }
  }

  /** Signs for whoever logs on; the refusal is Windows'. Undefined: nothing is federated. */
  async issue(username: string, password: string): Promise<Logon<string> | undefined> {
    const farm = this.farms.get(onlyRow)
    const [forest] = this.forests
    if (farm === undefined || forest === undefined) return undefined
    const { lab } = this.server
    const logon = await logOn(forest, username, password, (directory) => this.readUser(directory, username))
    lab.journal.record({
      place: 'connect',
      type: 'federation.logon',
      summary: `The federation service asked Active Directory for ${username}: ${logon.outcome}`,
      target: username,
      data: { outcome: logon.outcome },
    })
    if (logon.outcome !== 'accepted') return logon
    const assertion = await signAssertion(
      logon.read,
      issuerOf(farm.domain),
      this.server.machineClock.now(),
      farm,
    )
    return { outcome: 'accepted', read: assertion }
  }

  private describe({ domain, certificate }: Farm): DomainFederation {
    const services = `${this.base}/services/trust`
    return {
      displayName: `sts.${domain}`,
      issuerUri: issuerOf(domain),
      passiveSignInUri: `${this.base}/ls/`,
      activeSignInUri: `${services}/2005/usernamemixed`,
      metadataExchangeUri: `${services}/mex`,
      signOutUri: `${this.base}/ls/`,
      signingCertificate: certificate,
      preferredAuthenticationProtocol: 'wsFed',
    }
  }

  /** As the user, who may read their own entry: the name and the source anchor that synchronisation took. */
  private async readUser(directory: DirectoryConnection, username: string): Promise<AssertedUser> {
    const { forests, sourceAnchor = managedAnchor } = requireConfiguration(this.server)
    const base = forests[0]?.baseDn ?? ''
    const filter = `(&(objectClass=user)(userPrincipalName=${escapeFilter(username)}))`
    const attributes = ['userPrincipalName', objectGuidAnchor, sourceAnchor]
    const [entry] = await directory.entries({ base, scope: 'sub', filter, attributes })
    const guid = bytesOf(entry?.objectGUID)
    if (guid === undefined) throw new Error(`${username} has logged on and cannot be read`)
    const own = entry?.[sourceAnchor]
    const isGuid = sourceAnchor === managedAnchor || sourceAnchor === objectGuidAnchor
    const immutableId = isGuid ? (bytesOf(own) ?? guid).toString('base64') : (textsOf(own)[0] ?? '')
    return { userPrincipalName: username, immutableId }
  }
}

const issuerOf = (domain: string): string => `http://${domain}/adfs/services/trust/`

/** RFC 4515 §3. */
const escapeFilter = (value: string): string =>
  value.replace(/[\\*()\0]/g, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
