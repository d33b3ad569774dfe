/** Refusals about the connection and who speaks on it: binds, TLS, the protocol itself. */
import { entry, type LdapEntry, ldap, logon, svc } from './entry.ts'

export const connections = {
  LogonUnknownUser: logon('525', 'There is no such user.', 'No account has that name.'),
  LogonFailed: logon(
    '52e',
    'The name or the password is wrong.',
    'The password does not match, or no account has that name.',
  ),
  LogonHoursRefused: logon(
    '530',
    'The account may not log on at this hour.',
    'logonHours does not allow this hour of the week.',
  ),
  LogonWorkstationRefused: logon(
    '531',
    'The account may not log on from here.',
    'userWorkstations names other computers only.',
  ),
  LogonPasswordExpired: logon(
    '532',
    'The password has expired.',
    'pwdLastSet is older than the maximum password age.',
    'Change or reset the password.',
  ),
  LogonDisabled: logon(
    '533',
    'The account is disabled.',
    'ACCOUNTDISABLE is set in userAccountControl.',
    'Enable the account.',
  ),
  LogonAccountExpired: logon('701', 'The account has expired.', 'accountExpires has passed.'),
  LogonMustChangePassword: logon(
    '773',
    'The password must be changed first.',
    'pwdLastSet is 0: the user must change the password at next logon.',
  ),
  LogonLocked: logon(
    '775',
    'The account is locked.',
    'Too many wrong passwords: lockoutTime is set.',
    'Unlock the account (lockoutTime = 0), or wait for the lockout duration.',
  ),

  LogonTokenInvalid: logon(
    '57',
    'The token of the authentication package makes no sense.',
    'The client sent something that NTLM or SPNEGO cannot read, in an order it does not have, or with a wrong signature.',
  ),
  NotBound: entry(
    1,
    '000004DC',
    ldap('In order to perform this operation a successful bind must be completed on the connection.'),
    'Bind first.',
    'Anonymous clients may read the rootDSE only.',
  ),
  TlsAlreadyOn: entry(1, '00000000', { form: 'none' }, 'TLS is on already.'),
  ProtocolError: entry(
    2,
    '00000057',
    ldap('Error decoding ldap message'),
    'The request is not well-formed LDAP.',
  ),
  VersionRefused: entry(
    2,
    '00000057',
    ldap('Unsupported LDAP version'),
    'Only versions 2 and 3 of LDAP are spoken.',
  ),
  UnknownExtendedRequest: entry(
    2,
    '0000203D',
    ldap('Unknown extended request OID'),
    'The extended operation is unknown.',
  ),
  SaslStartFailed: entry(
    1,
    '8009030C',
    { form: 'none' },
    'The SASL mechanism could not start.',
    'SASL EXTERNAL needs a client certificate over TLS.',
  ),
  AuthMethodRefused: entry(
    7,
    '00002027',
    ldap('Invalid Authentication method'),
    'The authentication method is not supported.',
    'This domain controller takes simple binds.',
  ),
  SigningRequired: entry(
    8,
    '00002028',
    ldap(
      'The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection',
    ),
    'The domain controller requires signing or TLS.',
    'LDAP server signing is set to Require.',
  ),
  UnauthenticatedBindRefused: entry(
    48,
    '00000057',
    ldap('Unauthenticated bind is denied'),
    'A bind with a name and no password is refused.',
  ),
  TlsUnavailable: entry(
    52,
    '00000000',
    ldap('Error initializing SSL/TLS'),
    'The domain controller has no certificate.',
  ),
  ServerDown: entry(52, '00002024', svc('UNAVAILABLE', 5002), 'The domain controller is not available.'),
  ConnectionIdle: entry(
    52,
    '00000000',
    ldap('The connection was idle for too long'),
    'Nothing was asked on the connection for longer than MaxConnIdleTime.',
  ),
  ServerBusy: entry(51, '0000200E', svc('BUSY', 5001), 'The domain controller is busy.'),

  InternalFailure: entry(80, '00002024', svc('DIR_ERROR', 5012), 'The domain controller failed.'),
} satisfies Record<string, LdapEntry>
