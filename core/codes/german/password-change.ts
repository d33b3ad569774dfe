/** German of `password-change.ts`. */
import type { PasswordChangeCode } from '#core/codes/password-change.ts'
import type { Translation } from './translation.ts'

export const passwordChangeGerman = {
  PasswordChangeIncorrectCurrentPassword: [
    'Das alte Kennwort ist nicht richtig. Geben Sie das Kennwort ein, mit dem Sie sich heute anmelden.',
    'Das aktuelle Kennwort stimmte nicht.',
  ],
  PasswordChangeInvalidNewPasswordWeak: [
    'Das neue Kennwort ist zu schwach: Verwenden Sie 8 bis 256 Zeichen mit drei von Kleinbuchstaben, Großbuchstaben, Ziffern und Symbolen, und nicht das aktuelle Kennwort.',
    'Die Kennwortrichtlinie der Cloud hat das neue Kennwort abgelehnt.',
  ],
  PasswordChangeInvalidNewPasswordContainsMemberName: [
    'Das neue Kennwort darf Ihre Benutzer-ID oder Ihren Namen nicht enthalten.',
    'Das neue Kennwort enthält den Namen des Benutzers.',
  ],
  PasswordChangeOnPremComplexity: [
    'Dieses Kennwort erfüllt die Regeln der Kennwortrichtlinie Ihrer Organisation zu Länge, Komplexität, Alter oder Verlauf nicht.',
    'Die Kennwortrichtlinie von Active Directory hat das neue Kennwort abgelehnt.',
    'Ein längeres, anderes Kennwort wählen. Wurde das Kennwort innerhalb des Mindestalters schon geändert: warten, oder das Mindestalter auf 0 setzen.',
  ],
  PasswordChangeOnPremSuccessCloudFail: [
    'Ihr Kennwort wurde geändert, aber unsere Server brauchen noch etwas Zeit. Melden Sie sich in einigen Minuten wieder an.',
    'Active Directory hat das neue Kennwort angenommen; das Speichern in der Cloud ist fehlgeschlagen. Die Kennworthashsynchronisierung holt es binnen zwei Minuten nach.',
  ],
  PasswordChangeAsyncJobStateTerminated: [
    'Die Kennwortänderung wurde abgebrochen, bevor sie fertig war. Versuchen Sie es noch einmal.',
    'Die Anforderung ist am Relay abgelaufen, bevor der Agent geantwortet hat.',
  ],
  PasswordChangeAsyncUpnInferenceFailed: [
    'Der Anmeldename Ihres Kontos konnte nicht ermittelt werden.',
    'Der Benutzername ließ sich nicht aus dem Token ableiten.',
  ],
  PasswordChangeNeedsToHappenOnPrem: [
    'Ihre Organisation lässt Sie Ihr Kennwort auf dieser Website nicht ändern. Ändern Sie es so, wie Ihre Organisation es empfiehlt, oder fragen Sie Ihren Administrator.',
    'Das Kennwort wird lokal verwaltet und das Rückschreiben ist aus, oder der Benutzer hat keine Lizenz dafür.',
    'Im Assistenten von {connect} „Kennwortrückschreiben“ ankreuzen, das Zurückschreiben von Kennwörtern ins lokale Verzeichnis auf „Ja“ stellen und den Benutzer lizenzieren.',
  ],
  PasswordChangeOnPremisesConnectivityFailure: [
    'Ihr Kennwort kann im Moment nicht geändert werden, weil der Kennwortdienst Ihrer Organisation nicht erreichbar ist. Versuchen Sie es später noch einmal.',
    'Am Relay antwortet kein Agent.',
    'Den Synchronisierungsdienst auf dem Connect-Server starten.',
  ],
  PasswordChangeOnPremUserAccountLockedOutOrDisabled: [
    'Ihr Kennwort kann nicht geändert werden, weil Ihr lokales Konto gesperrt oder deaktiviert ist. Fragen Sie Ihren Administrator.',
    'Active Directory meldet, dass das Konto gesperrt oder deaktiviert ist.',
    'Das Konto in Active Directory entsperren oder aktivieren.',
  ],
  PasswordChangeADAdminActionRequired: [
    'Ihr Kennwort kann wegen der lokalen Konfiguration Ihrer Organisation nicht geändert werden. Bitten Sie Ihren Administrator, ihr nachzugehen.',
    'Die Anforderung hat den Connect-Server erreicht, aber Active Directory oder das Synchronisierungsmodul konnte sie nicht ausführen.',
    'Das Anwendungsprotokoll des Connect-Servers lesen: Das Ereignis von PasswordResetService mit dieser TrackingId nennt die Ursache.',
  ],
  PasswordChangeUserNotFoundBySspr: [
    'Ihr Kennwort kann nicht geändert werden, weil Ihr Konto lokal nicht gefunden wurde. Fragen Sie Ihren Administrator.',
    'Der Connect-Server findet zu diesem Benutzer kein Active Directory-Konto mehr.',
  ],
  PasswordChangePasswordDoesnotComplyFuzzyPolicy: [
    'Dieses Kennwort enthält ein Wort oder Muster, das leicht zu erraten ist. Versuchen Sie ein anderes.',
    'Das neue Kennwort erreicht gegen die Listen gesperrter Kennwörter weniger als fünf Punkte.',
  ],
  PasswordChangeFailure: [
    'Das Kennwort konnte nicht geändert werden. Versuchen Sie es später noch einmal.',
    'Die Änderung ist aus einem Grund fehlgeschlagen, der keinen eigenen Code hat.',
  ],
  PartnerServiceSsprInternalServiceError: [
    'Der Kennwortdienst hatte einen Fehler. Versuchen Sie es später noch einmal.',
    'Das Speichern des neuen Kennworts ist fehlgeschlagen, und nichts wurde geändert.',
  ],
} as const satisfies Record<PasswordChangeCode, Translation>
