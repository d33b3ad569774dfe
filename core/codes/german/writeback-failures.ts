/** German of `writeback-failures.ts`. */
import type { writebackFailures } from '#core/codes/writeback-failures.ts'
import type { Translation } from './translation.ts'

export const writebackGerman = {
  ADPasswordPolicyError: [
    'Die Domäne nimmt dieses Kennwort nicht an.',
    'Die Kennwortrichtlinie von Active Directory hat das neue Kennwort abgelehnt',
    'Ein anderes Kennwort wählen, oder Mindestalter, Verlauf, Länge und Komplexität in der Richtlinie der Domäne ansehen.',
  ],
  ADPermissionsError: [
    'Dem Connectorkonto wurde der Zugriff auf das Kennwort dieses Benutzers verweigert.',
    'dem AD DS-Connectorkonto fehlt das Recht an diesem Benutzer, oder der Benutzer darf das Kennwort nicht ändern',
    'Dem Connectorkonto „Kennwort zurücksetzen“, „Kennwort ändern“ und Schreiben auf lockoutTime und pwdLastSet gewähren; darauf achten, dass der Benutzer Berechtigungen erbt.',
  ],
  ADUserCannotChangePassword: [
    'Der Benutzer darf das Kennwort nicht ändern.',
    '„Benutzer kann Kennwort nicht ändern“ ist am Konto angekreuzt, und das Rückschreiben hält sich auch beim Zurücksetzen daran',
    '„Benutzer kann Kennwort nicht ändern“ in den Eigenschaften des Kontos abwählen.',
  ],
  RemoteSamDenied: [
    'Das Connectorkonto darf keine Remoteaufrufe an SAM richten.',
    'die Richtlinie „Netzwerkzugriff: Clients einschränken, die Remoteaufrufe an SAM ausführen dürfen“ nennt das Connectorkonto nicht, deshalb helfen ihm seine Berechtigungen nicht',
    'Das Connectorkonto in diese Richtlinie der Domänencontroller aufnehmen.',
  ],
  ADProtectedAccountError: [
    'Das Kennwort eines geschützten Kontos kann nicht durch Rückschreiben zurückgesetzt werden.',
    'das Konto ist geschützt (adminCount = 1): AdminSDHolder nimmt die geerbten Rechte weg, deshalb gelingt nur eine Änderung mit dem alten Kennwort',
    'So vorgesehen. Geschützte Konten lokal zurücksetzen.',
  ],
  ADUserNotFoundError: [
    'Das Konto des Benutzers ist lokal nicht zu finden.',
    'das Konto wurde lokal gelöscht oder aus dem Bereich verschoben, oder seine Synchronisierung ist gestört',
    'Den Benutzer im Synchronisierungsdienst suchen und einen Synchronisierungszyklus ausführen.',
  ],
  ADMutliMatchError: [
    'Mehr als ein lokales Konto gehört zu diesem Benutzer.',
    'der Benutzer ist in mehr als einer Gesamtstruktur aktiviert, oder zwei Konten tragen denselben Anker',
    'Das Konto nur in einer Gesamtstruktur aktiviert lassen.',
  ],
  ADUserAccountDisabled: [
    'Das Konto ist lokal deaktiviert.',
    'das Konto ist in Active Directory deaktiviert',
    'Das Konto in Active Directory aktivieren.',
  ],
  ADUserAccountLockedOut: [
    'Das Konto ist lokal gesperrt.',
    'das Konto ist in Active Directory gesperrt, und eine Änderung entsperrt es nicht (eine Zurücksetzung schon)',
    'Das Konto entsperren, oder das Kennwort zurücksetzen statt ändern.',
  ],
  ADUserIncorrectPassword: [
    'Das alte Kennwort ist nicht richtig.',
    'Active Directory kennt das angegebene alte Kennwort nicht',
  ],
  ADConfigurationError: [
    'Der Domänencontroller nimmt über diese Verbindung kein Kennwort an.',
    'der Connector spricht unverschlüsselt mit dem Domänencontroller',
    '„LDAP-Datenverkehr signieren und verschlüsseln“ in den Eigenschaften des Connectors einschalten.',
  ],
  DirectoryNotReachable: [
    'Es konnte kein Domänencontroller erreicht werden.',
    'kein Domänencontroller antwortet diesem Server',
    'Den Domänencontroller starten, oder DNS und Firewall ansehen.',
  ],
  PasswordSyncNotEnabledOnAgent: [
    'Das Kennwortrückschreiben kennt diese Gesamtstruktur nicht.',
    'die Gesamtstruktur kam hinzu, nachdem das Rückschreiben eingeschaltet wurde',
    'Das Kennwortrückschreiben aus- und wieder einschalten.',
  ],
  ReservedCharactersInPath: [
    'Der Pfad des Benutzers enthält Zeichen, die das Rückschreiben nicht ansprechen kann.',
    'der Distinguished Name enthält ein reserviertes Zeichen (führendes Leerzeichen oder #, Leerzeichen am Ende, , + " \\ < > ; = / oder einen Zeilenumbruch)',
    'Die Organisationseinheit oder den Benutzer umbenennen.',
  ],
  ConnectorPasswordTooLong: [
    'Das eigene Kennwort des Connectorkontos ist zu lang.',
    'das Modul kann kein Connectorkonto verwenden, dessen Kennwort länger als 256 Zeichen ist',
    'Dem Connectorkonto ein kürzeres Kennwort geben, in Active Directory und in den Eigenschaften des Connectors.',
  ],
  OutOfPasswordSyncScope: [
    'Das Rückschreiben erreicht diesen Benutzer nicht.',
    'der Benutzer liegt außerhalb der selektiven Kennworthashsynchronisierung (adminDescription)',
    'adminDescription so setzen, dass der Benutzer im Bereich liegt.',
  ],
  ADUnKnownError: [
    'Active Directory ist auf eine Weise gescheitert, die hier keinen Namen hat.',
    'Active Directory hat etwas Unvorhergesehenes geantwortet; die Zeile von ADSync sagt, was',
  ],
  DecryptionError: [
    'Die Anforderung konnte nicht entschlüsselt werden.',
    'der Mandant hat sie mit einem anderen Schlüssel versiegelt, als dieser Server besitzt',
    'Das Kennwortrückschreiben aus- und wieder einschalten.',
  ],
  InPutValidationError: [
    'Die Anforderung ergibt keinen Sinn.',
    'der Anforderung fehlt etwas, das ihr Vorgang braucht',
  ],
  MessageExpired: [
    'Die Anforderung wurde zu spät abgeholt.',
    'eine Anforderung, die mehrere Minuten lang niemand abholt, wird nicht mehr ausgeführt',
  ],
} as const satisfies Record<keyof typeof writebackFailures, Translation>
