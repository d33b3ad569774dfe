/** What the wizard and the verbs of the Connect server refuse. Source: writeback.md §7.3, §7.4. */
import type { CodeEntry } from './catalogue.ts'

/** What the wizard and the Connect verbs refuse. */
export const connectRefusals = {
  WizardActionNotHere: {
    says: 'This page has no such action.',
    because: 'the wizard stands on another page',
    source: 'sim',
  },
  WizardClosed: {
    says: 'The wizard is not open.',
    because: 'no wizard is open on this server',
    fix: 'Open the wizard first.',
    source: 'sim',
  },
  WizardInvalidGrant: {
    says: 'Unable to validate credentials. The user name or password is not right.',
    because: 'the token service did not accept the user name and password (invalid grant)',
  },
  WizardAuthorizationFailure: {
    says: 'Unable to validate credentials. A Global Administrator or Hybrid Identity Administrator is needed.',
    because: 'the account signed in, but holds no role that may configure directory synchronisation',
    fix: 'Sign in with a Global Administrator.',
  },
  WizardUserRealmDiscoveryFailed: {
    says: 'Unable to validate credentials. The cloud could not be asked about this user name.',
    because: 'the sign-in service cannot be reached from this server',
    fix: 'Look at the proxy and the firewall.',
  },
  WizardFederatedAdministrator: {
    says: 'Password writeback cannot be configured with a federated administrator.',
    because: 'the account is of a federated domain',
    fix: 'Sign in with a cloud-only administrator.',
  },
  WizardUserPasswordExpired: {
    says: 'Unable to validate credentials. The password of this account has expired.',
    because: 'the token service wants the password changed first',
    fix: 'Sign in to the portal once and change the password.',
  },
  WizardUnknownUserType: {
    says: 'Unable to validate credentials. This is no work or school account.',
    because: 'the user name has no domain of the tenant',
  },
  WizardDirectoryCredentials: {
    says: 'The user name or password for the directory is not right.',
    because: 'the domain controller did not accept the account',
  },
  WizardUnknownForest: {
    says: 'The forest {detail} cannot be found.',
    because: 'no domain controller of that name answers in this server’s network',
  },
  WizardForestKnown: {
    says: 'The forest {detail} has a connector already.',
    because: 'each forest has one connector on a server',
  },
  WizardNoDirectory: {
    says: 'Add at least one directory.',
    because: 'without a forest there is nothing to synchronise',
  },
  WizardSuffixesUnverified: {
    says: 'Users with these suffixes will not sign in with their on-premises names: {detail}',
    because: 'a UPN suffix of the forest is no verified domain of the tenant',
    fix: 'Verify the domain in the portal, or go on without matching all suffixes.',
  },
  WizardUnknownGroup: {
    says: 'The group {detail} cannot be found.',
    because: 'no group of that name or distinguished name is in the forest',
  },
  WizardStagingClash: {
    says: 'Failed to disable staging mode: another server has password writeback.',
    because: 'one server of a tenant may write passwords back, and another one is onboarded',
    fix: 'Switch the other server to staging mode first, then enable password writeback here.',
  },
  WizardUserSignInFailed: {
    says: 'The user sign-in method could not be changed: {detail}',
    because: 'the cloud refused the change, or could not be reached while it was made',
  },
  WizardBusy: {
    says: 'The wizard is at work.',
    because: 'it is doing what it was asked before, perhaps by somebody else: a server has one wizard',
    fix: 'Wait until it is done, and look where it stands.',
    source: 'sim',
  },
  WizardCompanyInformationUnavailable: {
    says: 'Unable to validate credentials. Company information is unavailable.',
    because: 'the account signed in, but the tenant’s own data could not be read',
    fix: 'Look at the proxy and the firewall: graph.windows.net must be reachable.',
  },
  WizardDomainInformationUnavailable: {
    says: 'Unable to validate credentials. Domain information is unavailable.',
    because: 'the domains of the tenant could not be read',
    fix: 'Look at the proxy and the firewall: graph.windows.net must be reachable.',
  },
  WizardExchangeSchemaMissing: {
    says: 'This feature needs the Exchange schema, which the forest {detail} does not have.',
    because: 'the schema of the forest has not been extended by an Exchange installation',
    fix: 'Leave the feature unticked, or extend the schema and refresh it in the wizard.',
  },
  WizardFeatureNotBuilt: {
    says: 'This server does not carry out {detail}.',
    because: 'the feature is not part of the lab',
    source: 'sim',
  },
  WizardGroupContainerMissing: {
    says: 'Choose the organizational unit that groups are written to.',
    because: 'group writeback makes the groups of the tenant in one unit of the forest',
  },
  WizardDeviceContainerMissing: {
    says: 'Device writeback needs a device container in Active Directory.',
    because: 'the forest has no CN=RegisteredDevices that the connector account could write to',
    fix: 'Choose Configure device options, and let the wizard prepare the forest.',
  },
  WizardSourceAnchorInUse: {
    says: 'ms-DS-ConsistencyGuid cannot become the source anchor: in {detail} it has values already.',
    because: 'another application seems to use the attribute, and its values would become anchors',
    fix: 'Find out who writes the attribute, and clear it, or leave objectGUID as the source anchor.',
  },
  WizardUnknownSourceAnchor: {
    says: '{detail} cannot be the source anchor.',
    because: 'the attribute is not one of those on the page',
    source: 'sim',
  },
  WizardUnknownApp: {
    says: 'There is no cloud service {detail}.',
    because: 'the selection names a service that is not on the page',
    source: 'sim',
  },
  WizardAttributeMandatory: {
    says: 'The attribute {detail} cannot be cleared.',
    because: 'it is not on the page, or an object cannot be without it',
    source: 'sim',
  },
  WizardUnknownAttribute: {
    says: 'The schema of the forest has no attribute {detail} that could be an extension.',
    because: 'extensions are text attributes of the schema that are not synchronised anyway',
    fix: 'Refresh the directory schema when the attribute is new.',
  },
  WizardSingleSignOnManaged: {
    says: 'Single sign-on goes with password hash synchronization or pass-through authentication.',
    because: 'in a federated domain the federation service signs people in',
  },
  WizardDomainAdminRequired: {
    says: 'The account is not a Domain Administrator of {detail}.',
    because: 'making the computer account AZUREADSSOACC takes an administrator of the domain',
  },
  WizardForestsLeft: {
    says: 'Enter an administrator for each forest: {detail}',
    because: 'the page needs the credentials of every forest',
  },
  WizardSqlServerUnreachable: {
    says: 'The SQL Server {detail} cannot be reached.',
    because: 'no such server answers in this network',
    fix: 'Use the LocalDB that comes along.',
    source: 'sim',
  },
  WizardInstallLocation: {
    says: '{detail} is no folder that the product can be installed in.',
    because: 'the path is not absolute, or holds characters that Windows does not take',
    source: 'sim',
  },
  WizardServiceAccount: {
    says: 'The service account {detail} cannot be used.',
    because: 'Active Directory does not know the account, or not with this password',
  },
  WizardTls12Disabled: {
    says: '{connect} needs TLS 1.2, which is not switched on on this server.',
    because: 'the registry keeps programs of .NET to older versions, which the cloud does not take',
    fix: 'Run Set-ADSyncToolsTls12 -Enabled $true, and open the wizard again.',
  },
  WizardSettingsFile: {
    says: 'This is no file of synchronization settings: {detail}',
    because: 'the file was not exported by {connect}, or somebody has changed it',
    fix: 'Export the settings again on the other server: Additional tasks, View or export current configuration.',
  },
  WizardSettingsTenant: {
    says: 'The settings were exported for the tenant {detail}.',
    because: 'the administrator who has signed in belongs to another tenant',
    source: 'sim',
  },
  WizardForestFunctionalLevel: {
    says: 'The forest {detail} has a functional level below Windows Server 2003.',
    because: 'the schema and forest functional level must be Windows Server 2003 or later',
  },
  WizardReadOnlyController: {
    says: 'The domain controller of {detail} is read-only.',
    because: 'the domain controller used must be writable; write redirects are not followed',
  },
  WizardNetbiosName: {
    says: 'The NetBIOS name {detail} has a dot in it.',
    because: 'forests and domains with dotted NetBIOS names are not supported',
  },
  WizardUnknownOrganizationalUnit: {
    says: 'The domain has no such organizational unit.',
    because: 'the selection names a unit that Active Directory does not have',
  },
  WizardNothingSelected: {
    says: 'Select at least one organizational unit.',
    because: 'a connector without a container would synchronise nothing',
    source: 'sim',
  },
  WizardDirectoryUnreachable: {
    says: 'The directory cannot be contacted.',
    because: 'no domain controller of the forest answers this server',
  },
  WritebackConfigurationFailed: {
    says: 'Unable to configure password writeback. Ensure you have the required license.',
    because: 'onboarding was refused by the cloud, or did not reach it',
    fix: 'Look at the licences, the clock and the network of this server.',
  },
  ConnectNotInstalled: {
    says: '{connect} is not installed on this server.',
    because: 'the first installation has not been carried out',
    source: 'sim',
  },
  ConnectAccountNotAllowed: {
    says: 'An Enterprise or Domain Administrator account cannot be the AD forest account. Let {connect} create the account, or name one with the right permissions.',
    because: 'the connector account must not be an administrator of the forest',
  },
  EnterpriseAdminRequired: {
    says: 'The account is not an Enterprise Administrator of the forest.',
    because: 'making the connector account and granting its rights was refused by Active Directory',
  },
  SyncCycleInProgress: {
    says: 'A synchronisation cycle is running already.',
    because: 'cycles and the wizard wait for one another',
    fix: 'Wait for the cycle to end.',
  },
  SchedulerSuspended: {
    says: 'The scheduler is suspended because the wizard is open.',
    because: 'while the wizard is open no cycle starts',
    fix: 'Close the wizard.',
  },
  ServiceStopped: {
    says: 'The service Microsoft Azure AD Sync is not running.',
    because: 'the synchronisation service was stopped on this server',
    fix: 'Start the service.',
    fixAt: '/connect/services',
  },
  UnknownService: {
    says: 'This server has no such service.',
    because: 'the name is none of the services of this server',
  },
  UnknownConnectObject: {
    says: 'There is no such object.',
    because: 'neither the connector space nor the metaverse holds it',
  },
  UnknownCmdlet: {
    says: 'There is no cmdlet {detail} on this server.',
    because: 'the name is none of the cmdlets of the ADSync module or of the console',
    fix: 'Get-Command lists what there is.',
    source: 'sim',
  },
  CmdletParameters: {
    says: 'Cannot bind the parameters: {detail}.',
    because: 'a parameter is missing, unknown, or has a value that it does not take',
    source: 'sim',
  },
  UnableToLocateConnector: {
    says: 'Unable to locate MA: the connector {detail} cannot be found.',
    because: 'the tenant’s connector is named after its initial domain: <tenant>.onmicrosoft.com - AAD',
  },
  TenantRefused: {
    says: 'The tenant refused: {detail}',
    because: 'the cloud did not take the change, or did not answer',
    source: 'sim',
  },
  DirectoryRefused: {
    says: 'Active Directory refused: {detail}',
    because: 'the account given may not do this in the domain',
    source: 'sim',
  },
  StagingModeExportsNothing: {
    says: 'This server is in staging mode and exports nothing.',
    because: 'a staging server imports and synchronises only',
    fix: 'Switch staging mode off in the wizard.',
    fixAt: '/connect/wizard',
  },
  MalformedRequest: {
    says: 'The request is not understood: {detail}',
    because: 'the body does not have the documented shape',
  },
} as const satisfies Record<string, CodeEntry>
export type ConnectRefusalCode = keyof typeof connectRefusals
