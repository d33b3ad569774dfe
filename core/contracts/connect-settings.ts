/** What `connect.configured` in the journal tells of: settings of the Connect server that somebody can change. */
export const connectSettings = [
  'forests',
  'organizationalUnits',
  'signAndEncrypt',
  'stagingMode',
  'userSignIn',
  'keyVersion',
  'network',
  'clockOffsetMs',
  'tls12',
] as const
export type ConnectSetting = (typeof connectSettings)[number]
