/** How the portal calls the methods of Graph's reports and of a user's registration. */
import { t } from '../../lab/language.ts'

const names: Readonly<Record<string, { readonly name: string }>> = {
  email: { name: 'Email' },
  phone: { name: 'Phone' },
  mobilePhone: { name: 'Mobile phone' },
  alternateMobilePhone: { name: 'Alternate mobile phone' },
  officePhone: { name: 'Office phone' },
  microsoftAuthenticatorPush: { name: 'App notification' },
  microsoftAuthenticator: { name: 'Authenticator app' },
  softwareOneTimePasscode: { name: 'App code' },
  softwareOath: { name: 'App code' },
  securityQuestion: { name: 'Security questions' },
  temporaryAccessPass: { name: 'Temporary access pass' },
  mobileSMS: { name: 'Text message' },
  mobileCall: { name: 'Phone call' },
  appNotification: { name: 'App notification' },
  appCode: { name: 'App code' },
  password: { name: 'Password' },
  Password: { name: 'Password' },
}

/** Methods without a name here keep Graph's. */
export function methodName(method: string): string {
  const known = names[method]
  return known ? t(known.name) : method
}
