/** What stands in the configuration and schema naming contexts of a new forest (MS-ADTS 6.1.1.2). */
import { rightsTable } from '#core/active-directory/schema/rights-table.ts'
import type { ProvisionedObject } from './domain-objects.ts'

const hidden = { showInAdvancedViewOnly: 'TRUE' }
const site = 'CN=Default-First-Site-Name,CN=Sites'

export const configurationObjects: readonly ProvisionedObject[] = [
  {
    dn: 'CN=Deleted Objects',
    objectClass: 'container',
    attributes: { isDeleted: 'TRUE', isCriticalSystemObject: 'TRUE', systemFlags: '-1946157056', ...hidden },
    descriptor: 'D:PAI(A;;RPWPCCDCLCRCWOWDSDSW;;;SY)(A;;RPLC;;;BA)',
  },
  {
    dn: 'CN=Partitions',
    objectClass: 'crossRefContainer',
    attributes: { 'msDS-Behavior-Version': '7', systemFlags: '-2147483648', ...hidden },
    descriptor: 'D:(A;;RPLCLORC;;;AU)(A;;RPWPCRCCDCLCLORCWOWDSW;;;EA)(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)',
  },
  { dn: 'CN=Sites', objectClass: 'sitesContainer', attributes: { systemFlags: '-2113929216', ...hidden } },
  {
    dn: 'CN=Subnets,CN=Sites',
    objectClass: 'subnetContainer',
    attributes: { systemFlags: '-1073741824', ...hidden },
  },
  {
    dn: 'CN=Inter-Site Transports,CN=Sites',
    objectClass: 'interSiteTransportContainer',
    attributes: { systemFlags: '-2147483648', ...hidden },
  },
  { dn: site, objectClass: 'site', attributes: { systemFlags: '1107296256', ...hidden } },
  { dn: `CN=NTDS Site Settings,${site}`, objectClass: 'nTDSSiteSettings', attributes: hidden },
  {
    dn: `CN=Servers,${site}`,
    objectClass: 'serversContainer',
    attributes: { systemFlags: '33554432', ...hidden },
  },
  { dn: 'CN=Services', objectClass: 'container', attributes: { systemFlags: '-2147483648', ...hidden } },
  { dn: 'CN=Windows NT,CN=Services', objectClass: 'container', attributes: hidden },
  {
    dn: 'CN=Directory Service,CN=Windows NT,CN=Services',
    objectClass: 'nTDSService',
    attributes: {
      tombstoneLifetime: '180',
      sPNMappings:
        'host=alerter,appmgmt,cisvc,clipsrv,browser,dhcp,dnscache,replicator,eventlog,eventsystem,policyagent,oakley,dmserver,dns,mcsvc,fax,msiserver,ias,messenger,netlogon,netman,netdde,netddedsm,nmagent,plugplay,protectedstorage,rasman,rpclocator,rpc,rpcss,remoteaccess,rsvp,samss,scardsvr,scesrv,seclogon,scm,dcom,cifs,spooler,snmp,schedule,tapisrv,trksvr,trkwks,ups,time,wins,www,http,w3svc,iisadmin,msdtc',
      ...hidden,
    },
  },
  {
    dn: 'CN=Query-Policies,CN=Directory Service,CN=Windows NT,CN=Services',
    objectClass: 'container',
    attributes: hidden,
  },
  {
    dn: 'CN=Default Query Policy,CN=Query-Policies,CN=Directory Service,CN=Windows NT,CN=Services',
    objectClass: 'queryPolicy',
    attributes: {
      lDAPAdminLimits: [
        'MaxPageSize=1000',
        'MaxValRange=1500',
        'MaxReceiveBuffer=10485760',
        'MaxConnections=5000',
        'MaxConnIdleTime=900',
        'InitRecvTimeout=120',
      ],
      ...hidden,
    },
  },
  {
    dn: 'CN=Extended-Rights',
    objectClass: 'container',
    attributes: { systemFlags: '-2147483648', ...hidden },
  },
  {
    dn: 'CN=WellKnown Security Principals',
    objectClass: 'container',
    attributes: { systemFlags: '-2147483648', ...hidden },
  },
  { dn: 'CN=DisplaySpecifiers', objectClass: 'container', attributes: hidden },
  {
    dn: 'CN=Physical Locations',
    objectClass: 'physicalLocation',
    attributes: { l: 'Physical Locations tree root', ...hidden },
  },
  { dn: 'CN=ForestUpdates', objectClass: 'container', attributes: hidden },
  {
    dn: 'CN=LostAndFoundConfig',
    objectClass: 'lostAndFound',
    attributes: { systemFlags: '-2147483648', ...hidden },
  },
  {
    dn: 'CN=NTDS Quotas',
    objectClass: 'msDS-QuotaContainer',
    attributes: { systemFlags: '-2147483648', ...hidden },
  },
]

export const wellKnownPrincipals: Readonly<Record<string, string>> = {
  'Anonymous Logon': 'S-1-5-7',
  'Authenticated Users': 'S-1-5-11',
  'Creator Group': 'S-1-3-1',
  'Creator Owner': 'S-1-3-0',
  'Enterprise Domain Controllers': 'S-1-5-9',
  Everyone: 'S-1-1-0',
  Interactive: 'S-1-5-4',
  Network: 'S-1-5-2',
  'Owner Rights': 'S-1-3-4',
  Self: 'S-1-5-10',
  System: 'S-1-5-18',
  'This Organization': 'S-1-5-15',
}

export interface ControlAccessRight {
  readonly cn: string
  readonly displayName: string
  readonly rightsGuid: string
  readonly validAccesses: string
  readonly appliesTo: readonly string[]
}

export const controlAccessRights: readonly ControlAccessRight[] = rightsTable
  .trim()
  .split('\n')
  .map((line) => {
    const [cn = '', displayName = '', rightsGuid = '', validAccesses = '', , appliesTo = ''] = line.split('|')
    return {
      cn,
      displayName,
      rightsGuid,
      validAccesses,
      appliesTo: appliesTo.split(' ').filter((guid) => guid !== ''),
    }
  })
