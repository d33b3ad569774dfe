/** German of `connect-refusals.ts`. */
import type { connectRefusals } from '#core/codes/connect-refusals.ts'
import type { Translation } from './translation.ts'

const unable = 'Die Anmeldeinformationen können nicht überprüft werden.'

export const connectGerman = {
  WizardActionNotHere: [
    'Diese Seite kennt diese Aktion nicht.',
    'der Assistent steht auf einer anderen Seite',
  ],
  WizardClosed: [
    'Der Assistent ist nicht geöffnet.',
    'auf diesem Server ist kein Assistent geöffnet',
    'Zuerst den Assistenten öffnen.',
  ],
  WizardInvalidGrant: [
    `${unable} Der Benutzername oder das Kennwort ist nicht richtig.`,
    'der Tokendienst hat Benutzername und Kennwort nicht angenommen (invalid grant)',
  ],
  WizardAuthorizationFailure: [
    `${unable} Nötig ist ein globaler Administrator oder ein Hybrididentitätsadministrator.`,
    'das Konto hat sich angemeldet, hat aber keine Rolle, die die Verzeichnissynchronisierung einrichten darf',
    'Mit einem globalen Administrator anmelden.',
  ],
  WizardUserRealmDiscoveryFailed: [
    `${unable} Die Cloud konnte nicht nach diesem Benutzernamen gefragt werden.`,
    'der Anmeldedienst ist von diesem Server aus nicht erreichbar',
    'Proxy und Firewall ansehen.',
  ],
  WizardFederatedAdministrator: [
    'Das Kennwortrückschreiben kann nicht mit einem Verbundadministrator eingerichtet werden.',
    'das Konto gehört zu einer Verbunddomäne',
    'Mit einem reinen Cloudadministrator anmelden.',
  ],
  WizardUserPasswordExpired: [
    `${unable} Das Kennwort dieses Kontos ist abgelaufen.`,
    'der Tokendienst verlangt zuerst ein neues Kennwort',
    'Einmal am Portal anmelden und das Kennwort ändern.',
  ],
  WizardUnknownUserType: [
    `${unable} Das ist kein Geschäfts- oder Schulkonto.`,
    'der Benutzername hat keine Domäne des Mandanten',
  ],
  WizardDirectoryCredentials: [
    'Der Benutzername oder das Kennwort für das Verzeichnis ist nicht richtig.',
    'der Domänencontroller hat das Konto nicht angenommen',
  ],
  WizardUnknownForest: [
    'Die Gesamtstruktur {detail} ist nicht zu finden.',
    'im Netz dieses Servers antwortet kein Domänencontroller dieses Namens',
  ],
  WizardForestKnown: [
    'Die Gesamtstruktur {detail} hat schon einen Connector.',
    'jede Gesamtstruktur hat auf einem Server einen Connector',
  ],
  WizardNoDirectory: [
    'Fügen Sie mindestens ein Verzeichnis hinzu.',
    'ohne Gesamtstruktur gibt es nichts zu synchronisieren',
  ],
  WizardSuffixesUnverified: [
    'Benutzer mit diesen Suffixen werden sich nicht mit ihrem lokalen Namen anmelden: {detail}',
    'ein UPN-Suffix der Gesamtstruktur ist keine überprüfte Domäne des Mandanten',
    'Die Domäne im Portal überprüfen, oder weitermachen, ohne dass alle Suffixe passen.',
  ],
  WizardUnknownGroup: [
    'Die Gruppe {detail} ist nicht zu finden.',
    'in der Gesamtstruktur gibt es keine Gruppe mit diesem Namen oder Distinguished Name',
  ],
  WizardStagingClash: [
    'Der Stagingmodus konnte nicht ausgeschaltet werden: Ein anderer Server hat das Kennwortrückschreiben.',
    'nur ein Server eines Mandanten darf Kennwörter zurückschreiben, und ein anderer ist dafür eingerichtet',
    'Zuerst den anderen Server in den Stagingmodus schalten, dann hier das Kennwortrückschreiben aktivieren.',
  ],
  WizardUserSignInFailed: [
    'Die Anmeldemethode der Benutzer konnte nicht geändert werden: {detail}',
    'die Cloud hat die Änderung abgelehnt, oder war dabei nicht erreichbar',
  ],
  WizardUnknownOrganizationalUnit: [
    'Die Domäne hat keine solche Organisationseinheit.',
    'die Auswahl nennt eine Einheit, die es in Active Directory nicht gibt',
  ],
  WizardNothingSelected: [
    'Wählen Sie mindestens eine Organisationseinheit.',
    'ein Connector ohne Container würde nichts synchronisieren',
  ],
  WizardDirectoryUnreachable: [
    'Das Verzeichnis ist nicht erreichbar.',
    'kein Domänencontroller der Gesamtstruktur antwortet diesem Server',
  ],
  WritebackConfigurationFailed: [
    'Das Kennwortrückschreiben kann nicht eingerichtet werden. Prüfen Sie, ob Sie die nötige Lizenz haben.',
    'die Cloud hat die Einrichtung abgelehnt, oder sie hat die Cloud nicht erreicht',
    'Lizenzen, Uhr und Netz dieses Servers ansehen.',
  ],
  ConnectNotInstalled: [
    '{connect} ist auf diesem Server nicht installiert.',
    'die erste Installation wurde noch nicht ausgeführt',
  ],
  ConnectAccountNotAllowed: [
    'Ein Organisations- oder Domänenadministrator kann nicht das Konto der AD-Gesamtstruktur sein. Lassen Sie {connect} das Konto anlegen, oder nennen Sie eines mit den richtigen Berechtigungen.',
    'das Connectorkonto darf kein Administrator der Gesamtstruktur sein',
  ],
  EnterpriseAdminRequired: [
    'Das Konto ist kein Organisationsadministrator der Gesamtstruktur.',
    'Active Directory hat es abgelehnt, das Connectorkonto anzulegen und ihm Rechte zu geben',
  ],
  SyncCycleInProgress: [
    'Es läuft schon ein Synchronisierungszyklus.',
    'Zyklen und Assistent warten aufeinander',
    'Das Ende des Zyklus abwarten.',
  ],
  SchedulerSuspended: [
    'Der Zeitplan ist angehalten, weil der Assistent geöffnet ist.',
    'solange der Assistent geöffnet ist, beginnt kein Zyklus',
    'Den Assistenten schließen.',
  ],
  ServiceStopped: [
    'Der Dienst Microsoft Azure AD Sync läuft nicht.',
    'der Synchronisierungsdienst wurde auf diesem Server beendet',
    'Den Dienst starten.',
  ],
  UnknownService: [
    'Diesen Dienst gibt es auf diesem Server nicht.',
    'der Name gehört zu keinem Dienst dieses Servers',
  ],
  UnknownConnectObject: [
    'Ein solches Objekt gibt es nicht.',
    'weder der Connectorbereich noch das Metaverse enthält es',
  ],
  UnknownCmdlet: [
    'Auf diesem Server gibt es kein Cmdlet {detail}.',
    'der Name gehört zu keinem Cmdlet des Moduls ADSync oder der Konsole',
    'Get-Command zählt auf, was es gibt.',
  ],
  CmdletParameters: [
    'Die Parameter lassen sich nicht binden: {detail}.',
    'ein Parameter fehlt, ist unbekannt oder hat einen Wert, den er nicht annimmt',
  ],
  UnableToLocateConnector: [
    'MA nicht gefunden: Der Connector {detail} ist nicht zu finden.',
    'der Connector des Mandanten heißt nach dessen erster Domäne: <tenant>.onmicrosoft.com - AAD',
  ],
  TenantRefused: [
    'Der Mandant hat abgelehnt: {detail}',
    'die Cloud hat die Änderung nicht angenommen, oder nicht geantwortet',
  ],
  DirectoryRefused: [
    'Active Directory hat abgelehnt: {detail}',
    'das angegebene Konto darf das in der Domäne nicht',
  ],
  StagingModeExportsNothing: [
    'Dieser Server ist im Stagingmodus und exportiert nichts.',
    'ein Server im Stagingmodus importiert und synchronisiert nur',
    'Den Stagingmodus im Assistenten ausschalten.',
  ],
  MalformedRequest: [
    'Die Anforderung ist nicht verständlich: {detail}',
    'der Inhalt hat nicht die dokumentierte Form',
  ],
  WizardBusy: [
    'Der Assistent arbeitet.',
    'er tut, worum er vorher gebeten wurde, vielleicht von jemand anderem: ein Server hat einen Assistenten',
    'Warten, bis er fertig ist, und nachsehen, wo er steht.',
  ],
  WizardCompanyInformationUnavailable: [
    'Die Anmeldeinformationen können nicht überprüft werden. Die Unternehmensdaten sind nicht verfügbar.',
    'das Konto hat sich angemeldet, aber die eigenen Daten des Mandanten konnten nicht gelesen werden',
    'Proxy und Firewall ansehen: graph.windows.net muss erreichbar sein.',
  ],
  WizardDomainInformationUnavailable: [
    'Die Anmeldeinformationen können nicht überprüft werden. Die Domänendaten sind nicht verfügbar.',
    'die Domänen des Mandanten konnten nicht gelesen werden',
    'Proxy und Firewall ansehen: graph.windows.net muss erreichbar sein.',
  ],
  WizardExchangeSchemaMissing: [
    'Diese Funktion braucht das Exchange-Schema, das die Gesamtstruktur {detail} nicht hat.',
    'das Schema der Gesamtstruktur wurde nicht durch eine Exchange-Installation erweitert',
    'Die Funktion nicht ankreuzen, oder das Schema erweitern und im Assistenten aktualisieren.',
  ],
  WizardFeatureNotBuilt: ['Dieser Server führt {detail} nicht aus.', 'die Funktion gehört nicht zum Lab'],
  WizardGroupContainerMissing: [
    'Die Organisationseinheit wählen, in die Gruppen geschrieben werden.',
    'das Gruppenrückschreiben legt die Gruppen des Mandanten in einer Einheit der Gesamtstruktur an',
  ],
  WizardDeviceContainerMissing: [
    'Das Geräterückschreiben braucht einen Gerätecontainer in Active Directory.',
    'die Gesamtstruktur hat kein CN=RegisteredDevices, in das das Connectorkonto schreiben könnte',
    '„Geräteoptionen konfigurieren“ wählen und den Assistenten die Gesamtstruktur vorbereiten lassen.',
  ],
  WizardSourceAnchorInUse: [
    'ms-DS-ConsistencyGuid kann nicht Quellanker werden: In {detail} hat es schon Werte.',
    'eine andere Anwendung nutzt das Attribut offenbar, und ihre Werte würden zu Ankern',
    'Herausfinden, wer das Attribut schreibt, und es leeren, oder objectGUID als Quellanker lassen.',
  ],
  WizardUnknownSourceAnchor: [
    '{detail} kann nicht Quellanker sein.',
    'das Attribut ist keines von denen auf der Seite',
  ],
  WizardUnknownApp: [
    'Einen Clouddienst {detail} gibt es nicht.',
    'die Auswahl nennt einen Dienst, der nicht auf der Seite steht',
  ],
  WizardAttributeMandatory: [
    'Das Attribut {detail} kann nicht abgewählt werden.',
    'es steht nicht auf der Seite, oder ein Objekt kommt ohne es nicht aus',
  ],
  WizardUnknownAttribute: [
    'Das Schema der Gesamtstruktur hat kein Attribut {detail}, das eine Erweiterung sein könnte.',
    'Erweiterungen sind Textattribute des Schemas, die nicht ohnehin synchronisiert werden',
    'Das Verzeichnisschema aktualisieren, wenn das Attribut neu ist.',
  ],
  WizardSingleSignOnManaged: [
    'Einmaliges Anmelden geht mit Kennworthashsynchronisierung oder Passthrough-Authentifizierung.',
    'in einer Verbunddomäne meldet der Verbunddienst die Benutzer an',
  ],
  WizardDomainAdminRequired: [
    'Das Konto ist kein Domänenadministrator von {detail}.',
    'das Anlegen des Computerkontos AZUREADSSOACC braucht einen Administrator der Domäne',
  ],
  WizardForestsLeft: [
    'Geben Sie für jede Gesamtstruktur einen Administrator ein: {detail}',
    'die Seite braucht die Anmeldeinformationen jeder Gesamtstruktur',
  ],
  WizardSqlServerUnreachable: [
    'Der SQL Server {detail} ist nicht erreichbar.',
    'in diesem Netz antwortet kein solcher Server',
    'Die mitgelieferte LocalDB verwenden.',
  ],
  WizardInstallLocation: [
    '{detail} ist kein Ordner, in den das Produkt installiert werden kann.',
    'der Pfad ist nicht absolut, oder enthält Zeichen, die Windows nicht annimmt',
  ],
  WizardServiceAccount: [
    'Das Dienstkonto {detail} kann nicht verwendet werden.',
    'Active Directory kennt das Konto nicht, oder nicht mit diesem Kennwort',
  ],
  WizardTls12Disabled: [
    '{connect} braucht TLS 1.2, das auf diesem Server nicht eingeschaltet ist.',
    'die Registrierung hält .NET-Programme bei älteren Versionen, die die Cloud nicht annimmt',
    'Set-ADSyncToolsTls12 -Enabled $true ausführen und den Assistenten neu öffnen.',
  ],
  WizardSettingsFile: [
    'Das ist keine Datei mit Synchronisierungseinstellungen: {detail}',
    'die Datei wurde nicht von {connect} exportiert, oder jemand hat sie geändert',
    'Die Einstellungen auf dem anderen Server neu exportieren: Zusätzliche Aufgaben, Aktuelle Konfiguration anzeigen oder exportieren.',
  ],
  WizardSettingsTenant: [
    'Die Einstellungen wurden für den Mandanten {detail} exportiert.',
    'der angemeldete Administrator gehört zu einem anderen Mandanten',
  ],
  WizardForestFunctionalLevel: [
    'Die Gesamtstruktur {detail} hat eine Funktionsebene unter Windows Server 2003.',
    'Schema und Funktionsebene der Gesamtstruktur müssen Windows Server 2003 oder neuer sein',
  ],
  WizardReadOnlyController: [
    'Der Domänencontroller von {detail} ist schreibgeschützt.',
    'der verwendete Domänencontroller muss beschreibbar sein; Schreibumleitungen wird nicht gefolgt',
  ],
  WizardNetbiosName: [
    'Der NetBIOS-Name {detail} enthält einen Punkt.',
    'Gesamtstrukturen und Domänen mit NetBIOS-Namen mit Punkt werden nicht unterstützt',
  ],
} as const satisfies Record<keyof typeof connectRefusals, Translation>
