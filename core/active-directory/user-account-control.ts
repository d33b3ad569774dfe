/** userAccountControl (MS-ADTS 2.2.16) and the account types it stands for (MS-SAMR 2.2.1.9). */
export const uac = {
  script: 0x1,
  accountDisable: 0x2,
  homeDirRequired: 0x8,
  lockout: 0x10,
  passwordNotRequired: 0x20,
  passwordCantChange: 0x40,
  encryptedTextPasswordAllowed: 0x80,
  tempDuplicateAccount: 0x100,
  normalAccount: 0x200,
  interdomainTrust: 0x800,
  workstationTrust: 0x1000,
  serverTrust: 0x2000,
  dontExpirePassword: 0x10000,
  mnsLogonAccount: 0x20000,
  smartcardRequired: 0x40000,
  trustedForDelegation: 0x80000,
  notDelegated: 0x100000,
  useDesKeyOnly: 0x200000,
  dontRequirePreauth: 0x400000,
  passwordExpired: 0x800000,
  trustedToAuthForDelegation: 0x1000000,
  noAuthDataRequired: 0x2000000,
  partialSecretsAccount: 0x4000000,
} as const

export const accountTypes =
  uac.normalAccount | uac.tempDuplicateAccount | uac.interdomainTrust | uac.workstationTrust | uac.serverTrust

export const has = (value: number, flag: number): boolean => (value & flag) !== 0

export const samAccountType = {
  globalGroup: 0x10000000,
  nonSecurityGlobalGroup: 0x10000001,
  alias: 0x20000000,
  nonSecurityAlias: 0x20000001,
  user: 0x30000000,
  machine: 0x30000001,
  trust: 0x30000002,
} as const

export function samAccountTypeOfUser(control: number): number {
  if (has(control, uac.interdomainTrust)) return samAccountType.trust
  if (has(control, uac.workstationTrust | uac.serverTrust)) return samAccountType.machine
  return samAccountType.user
}

/** groupType bits (MS-ADTS 2.2.12). */
export const groupTypes = {
  builtin: 0x1,
  global: 0x2,
  domainLocal: 0x4,
  universal: 0x8,
  appBasic: 0x10,
  appQuery: 0x20,
  security: 0x80000000,
} as const

export function samAccountTypeOfGroup(groupType: number): number | undefined {
  const security = (groupType & groupTypes.security) !== 0
  const scope = groupType & 0xe
  if (scope === groupTypes.domainLocal)
    return security ? samAccountType.alias : samAccountType.nonSecurityAlias
  if (scope === groupTypes.global || scope === groupTypes.universal)
    return security ? samAccountType.globalGroup : samAccountType.nonSecurityGlobalGroup
  return undefined
}
