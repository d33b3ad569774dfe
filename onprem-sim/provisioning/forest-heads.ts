/** The heads of the naming contexts. A domain's SID must stand before anything else can be made, so they are made by hand. */
import { parseDn } from '#core/active-directory/dn.ts'
import { parseSddl } from '#core/active-directory/sddl.ts'
import { toFileTime } from '#core/active-directory/times.ts'
import type { OperationContext } from '../operations/operation.ts'
import { newDescriptor } from '../operations/write/descriptor-input.ts'
import { createObject } from '../store/changes.ts'
import type { DirectoryObject, StoredValues } from '../store/records.ts'
import { domainAttributes } from './domain-objects.ts'
import { type Provisioning, put } from './provisioning.ts'

export function makeHeads({ context, base, sid, forest }: Provisioning): void {
  const { directory } = context
  const filled = Object.entries(domainAttributes).map(
    ([name, value]) => [name, value.replace('{base}', base)] as const,
  )
  head(
    context,
    base,
    'domainDNS',
    [
      ...filled,
      ['objectSid', sid],
      ['creationTime', toFileTime(directory.now())],
      ['instanceType', '5'],
      ['auditingPolicy', Buffer.from([0, 1]).toString('base64')],
    ],
    sid,
  )
  head(
    context,
    `CN=Configuration,${base}`,
    'configuration',
    [
      ['instanceType', '13'],
      ['systemFlags', '-2147483648'],
      ['showInAdvancedViewOnly', 'TRUE'],
    ],
    sid,
  )
  head(
    context,
    `CN=Schema,CN=Configuration,${base}`,
    'dMD',
    [
      ['instanceType', '13'],
      ['objectVersion', '87'],
      ['systemFlags', '-2147483648'],
      ['showInAdvancedViewOnly', 'TRUE'],
    ],
    sid,
  )
  for (const zone of ['DomainDnsZones', 'ForestDnsZones']) {
    head(
      context,
      `DC=${zone},${base}`,
      'domainDNS',
      [
        ['instanceType', '13'],
        ['msDS-NcType', '0'],
        ['description', 'Microsoft DNS Directory'],
      ],
      sid,
    )
    put(
      { context, base, sid, forest, dcName: '' },
      { dn: 'CN=Deleted Objects', objectClass: 'container', attributes: { isDeleted: 'TRUE' } },
      `DC=${zone},${base}`,
    )
  }
  put(
    { context, base, sid, forest, dcName: '' },
    {
      dn: 'CN=Aggregate',
      objectClass: 'subSchema',
      attributes: { systemFlags: '134217728', showInAdvancedViewOnly: 'FALSE' },
    },
    `CN=Schema,CN=Configuration,${base}`,
  )
}

/** Permissions of the forest-wide naming contexts (MS-ADTS 6.1.1.1): enterprise and schema administrators, and replication. */
const replication =
  '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;BA)(OA;;CR;1131f6ab-9c07-11d1-f79f-00c04fc2dcd2;;BA)' +
  '(OA;;CR;1131f6ac-9c07-11d1-f79f-00c04fc2dcd2;;BA)(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;BA)' +
  '(OA;;CR;89e95b76-444d-4c62-991a-0facbeda640c;;BA)'
const headDescriptors: Readonly<Record<string, string>> = {
  configuration: `O:EAG:EAD:AI(A;;RPLCLORC;;;AU)(A;CI;RPWPCRCCDCLCLORCWOWDSDDTSW;;;EA)(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)(A;CI;RPWPCRCCLCLORCWOWDSW;;;DA)${replication}`,
  dMD: `O:SAG:SAD:AI(A;CI;RPLCLORC;;;AU)(A;CI;RPWPCRCCLCLORCWOWDSW;;;SA)(A;;RPWPCRCCDCLCLORCWOWDSDDTSW;;;SY)${replication}`,
}

function head(
  context: OperationContext,
  dn: string,
  className: string,
  attributes: readonly (readonly [string, StoredValues])[],
  sid: string,
): DirectoryObject {
  const { directory } = context
  const objectClass = directory.schema.classOf(className)
  const [rdn] = parseDn(dn) ?? []
  if (objectClass === undefined || rdn === undefined) throw new Error(`cannot make the naming context ${dn}`)
  return createObject(directory, {
    parent: '',
    ncDn: dn,
    rdnType: rdn.type.toUpperCase(),
    rdn: rdn.value,
    objectClass: className,
    attributes,
    descriptor: directory.descriptors.keep(
      newDescriptor(context, objectClass, parseSddl(headDescriptors[className] ?? '', sid), sid),
      className,
    ),
  })
}
