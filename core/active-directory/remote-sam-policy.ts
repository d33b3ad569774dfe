/**
 * “Network access: Restrict clients allowed to make remote calls to SAM”. The policy writes a value of the registry; here it is
 * a setting of the directory service (docs/fidelity/directory.md).
 */
export const remoteSamSetting = 'RestrictRemoteSam='

/** Who may ask the domain controller about accounts from afar: administrators. */
export const onlyAdministrators = `${remoteSamSetting}O:BAG:BAD:(A;;RC;;;BA)`
