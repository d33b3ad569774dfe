/** The extended rights, validated writes and property sets that this product speaks of by name (MS-ADTS 5.1.3.2.1). */
export const extendedRights = {
  resetPassword: '00299570-246d-11d0-a768-00aa006e0529',
  changePassword: 'ab721a53-1e2f-11d0-9819-00aa0040529b',
  unexpirePassword: 'ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501',
  replicationGetChanges: '1131f6aa-9c07-11d1-f79f-00c04fc2dcd2',
  replicationGetChangesAll: '1131f6ad-9c07-11d1-f79f-00c04fc2dcd2',
  replicationGetChangesInFilteredSet: '89e95b76-444d-4c62-991a-0facbeda640c',
  replicationManageTopology: '1131f6ac-9c07-11d1-f79f-00c04fc2dcd2',
  replicationSynchronize: '1131f6ab-9c07-11d1-f79f-00c04fc2dcd2',
  reanimateTombstones: '45ec5156-db7e-47bb-b53f-dbeb2d03c40f',
  updatePasswordNotRequiredBit: '280f369c-67c7-438e-ae98-1d46f3c6f541',
  enablePerUserReversiblyEncryptedPassword: '05c74c5e-4deb-43b4-bd9f-86664c2a7fd5',
} as const

export const validatedWrites = {
  selfMembership: 'bf9679c0-0de6-11d0-a285-00aa003049e2',
  servicePrincipalName: 'f3a64788-5306-11d1-a9c5-0000f80367c1',
  dnsHostName: '72e39547-7b18-11d1-adef-00c04fd8d5cd',
} as const

/** schemaIDGUIDs that access control entries name. */
export const schemaGuids = {
  user: 'bf967aba-0de6-11d0-a285-00aa003049e2',
  group: 'bf967a9c-0de6-11d0-a285-00aa003049e2',
  computer: 'bf967a86-0de6-11d0-a285-00aa003049e2',
  inetOrgPerson: '4828cc14-1437-45bc-9b07-ad6f015e5f28',
  lockoutTime: '28630ebf-41d5-11d1-a9c1-0000f80367c1',
  pwdLastSet: 'bf967a0a-0de6-11d0-a285-00aa003049e2',
  userAccountControl: 'bf967a68-0de6-11d0-a285-00aa003049e2',
  consistencyGuid: '23773dc2-b63a-11d2-90e1-00c04fd91ab1',
} as const
