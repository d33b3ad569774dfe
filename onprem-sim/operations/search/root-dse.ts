/** The rootDSE (MS-ADTS 3.1.1.3.2): what the domain controller says of itself, to anybody. */
import { sidToBytes, wellKnownSids } from '#core/active-directory/sid.ts'
import { toGeneralizedTime } from '#core/active-directory/times.ts'
import type { SearchRequest } from '../../wire/requests.ts'
import type { WireAttribute, WireValue } from '../../wire/responses.ts'
import { controllerDnsName, controllerName, siteName } from '../controller-names.ts'
import { supportedControls } from '../controls.ts'
import { supportedExtensions } from '../extended-oids.ts'
import type { OperationContext } from '../operation.ts'
import { netlogonAnswer } from './netlogon.ts'

type Attribute = (context: OperationContext) => readonly WireValue[]

const dn = ({ directory }: OperationContext, prefix = ''): string => prefix + directory.dnOf(directory.domain)
const serverDn = (context: OperationContext): string =>
  `CN=${controllerName(context.directory)},CN=Servers,CN=${siteName},CN=Sites,${dn(context, 'CN=Configuration,')}`

const functionalLevel = '7'

/** What a search for all attributes gives. */
const shown: Readonly<Record<string, Attribute>> = {
  domainFunctionality: () => [functionalLevel],
  forestFunctionality: () => [functionalLevel],
  domainControllerFunctionality: () => [functionalLevel],
  rootDomainNamingContext: (context) => [dn(context)],
  ldapServiceName: ({ directory }) => [
    `${directory.dnsName}:${controllerName(directory).toLowerCase()}$@${directory.dnsName.toUpperCase()}`,
  ],
  isGlobalCatalogReady: () => ['TRUE'],
  supportedSASLMechanisms: () => saslMechanisms,
  supportedLDAPVersion: () => ['3', '2'],
  supportedLDAPPolicies: () => ldapPolicies,
  supportedControl: () => supportedControls,
  supportedCapabilities: () => capabilities,
  subschemaSubentry: (context) => [dn(context, 'CN=Aggregate,CN=Schema,CN=Configuration,')],
  serverName: (context) => [serverDn(context)],
  schemaNamingContext: (context) => [dn(context, 'CN=Schema,CN=Configuration,')],
  namingContexts: ({ directory }) => [...directory.tree.heads.values()].map((head) => directory.dnOf(head)),
  isSynchronized: () => ['TRUE'],
  highestCommittedUSN: ({ directory }) => [String(directory.highestUsn)],
  dsServiceName: (context) => [`CN=NTDS Settings,${serverDn(context)}`],
  dnsHostName: ({ directory }) => [controllerDnsName(directory)],
  defaultNamingContext: (context) => [dn(context)],
  currentTime: ({ directory }) => [toGeneralizedTime(directory.now())],
  configurationNamingContext: (context) => [dn(context, 'CN=Configuration,')],
}

/** What must be named. */
const hidden: Readonly<Record<string, Attribute>> = {
  supportedExtension: () => supportedExtensions,
  dsSchemaAttrCount: ({ directory }) => [String(directory.schema.attributes.length)],
  dsSchemaClassCount: ({ directory }) => [String(directory.schema.classes.length)],
  dsSchemaPrefixCount: () => ['50'],
  tokenGroups: ({ identity }) =>
    [...(identity?.token.sids ?? [wellKnownSids.anonymous])].map((sid) => sidToBytes(sid)),
  validFSMOs: ({ directory }) =>
    [...directory.tree.heads.values()]
      .filter((head) => head.attributes.fSMORoleOwner !== undefined)
      .map((head) => directory.dnOf(head)),
  supportedConfigurableSettings: () => [
    'DynamicObjectDefaultTTL',
    'DynamicObjectMinTTL',
    'DisableVLVSupport',
  ],
}

/** What works here, so that a client that picks from the list gets in: no Kerberos, no client certificates. */
const saslMechanisms = ['GSS-SPNEGO']
const capabilities = [
  '1.2.840.113556.1.4.800',
  '1.2.840.113556.1.4.1670',
  '1.2.840.113556.1.4.1791',
  '1.2.840.113556.1.4.1935',
  '1.2.840.113556.1.4.2080',
  '1.2.840.113556.1.4.2237',
]
const ldapPolicies = [
  'MaxPoolThreads',
  'MaxPercentDirSyncRequests',
  'MaxDatagramRecv',
  'MaxReceiveBuffer',
  'InitRecvTimeout',
  'MaxConnections',
  'MaxConnIdleTime',
  'MaxPageSize',
  'MaxBatchReturnMessages',
  'MaxQueryDuration',
  'MaxDirSyncDuration',
  'MaxTempTableSize',
  'MaxResultSetSize',
  'MinResultSets',
  'MaxResultSetsPerConn',
  'MaxNotificationPerConn',
  'MaxValRange',
  'MaxValRangeTransitive',
  'ThreadMemoryLimit',
  'SystemMemoryLimitPercent',
]

const byLowerName = new Map(
  [...Object.entries(shown), ...Object.entries(hidden)].map(([name, read]) => [
    name.toLowerCase(),
    { name, read },
  ]),
)

/**
 * What a base search of the empty name gives; undefined for a netlogon ping that is not for this domain, which is left
 * without an entry (MS-ADTS 6.3.3.3). Attribute names come back as the schema spells them.
 */
export function readRootDse(
  context: OperationContext,
  { attributes: names, filter }: Pick<SearchRequest, 'attributes' | 'filter'>,
): WireAttribute[] | undefined {
  if (names.some((name) => name.toLowerCase() === 'netlogon')) {
    const answer = netlogonAnswer(context.directory, filter)
    return answer === undefined ? undefined : [{ name: 'Netlogon', values: [answer] }]
  }
  const all = names.length === 0 || names.includes('*')
  const wanted = new Map<string, Attribute>()
  if (all) for (const name of Object.keys(shown).sort()) wanted.set(name, shown[name] ?? (() => []))
  for (const asked of names) {
    const found = byLowerName.get(asked.toLowerCase())
    if (found !== undefined) wanted.set(found.name, found.read)
  }
  return [...wanted].map(([name, read]) => ({ name, values: read(context) }))
}
