/** German of `sspr.ts`. */
import type { SsprCode } from '#core/codes/sspr.ts'
import type { Translation } from './translation.ts'

const sorry = 'Ihr Kennwort kann im Moment leider nicht zurückgesetzt werden'
const askAdmin = 'Von hier aus ist nichts weiter möglich: Bitten Sie Ihren Administrator'
const waitOrShorten =
  'Warten Sie, stellen Sie die Uhr des Labs einen Tag vor, oder verkürzen Sie die Grenzen.'
const notYours =
  'Das Kennwort kann nicht zurückgesetzt werden: Ihre Rolle darf es nicht, oder es ist Ihr eigenes.'

export const ssprGerman = {
  TenantSSPRFlagDisabled: [
    `${sorry}, weil Ihr Administrator die Kennwortzurücksetzung für Ihre Organisation ausgeschaltet hat. ${askAdmin}, sie einzuschalten.`,
    'Die Self-Service-Kennwortzurücksetzung steht für den ganzen Mandanten auf „Keine“.',
    'Kennwortzurücksetzung → Eigenschaften: „Ausgewählt“ oder „Alle“ wählen und speichern.',
  ],
  WritebackNotEnabled: [
    `${sorry}, weil Ihre Organisation einen benötigten Dienst nicht eingeschaltet hat: Das Kennwortrückschreiben ist nicht aktiviert. ${askAdmin}, das Kennwortrückschreiben zu aktivieren.`,
    'Das Kennwort wird lokal verwaltet, und noch darf es niemand zurückschreiben: Einer der beiden Schalter des Rückschreibens ist aus.',
    'Im Assistenten von {connect} „Kennwortrückschreiben“ ankreuzen, dann unter Kennwortzurücksetzung → Lokale Integration das Zurückschreiben von Kennwörtern ins lokale Verzeichnis auf „Ja“ stellen.',
  ],
  SsprNotEnabledInUserPolicy: [
    `${sorry}, weil Ihr Administrator die Kennwortzurücksetzung nicht eingerichtet hat. ${askAdmin}, sie einzurichten.`,
    'Es gilt keine Richtlinie zur Kennwortzurücksetzung: Der Bereich ist „Ausgewählt“, aber es ist keine Gruppe gewählt.',
    'Kennwortzurücksetzung → Eigenschaften: eine Gruppe wählen, oder „Alle“.',
  ],
  UserNotLicensed: [
    `${sorry}, weil eine dafür nötige Lizenz fehlt. ${askAdmin}, die Lizenzzuweisungen zu prüfen.`,
    'Keine Lizenz des Benutzers enthält einen Serviceplan, der die Kennwortzurücksetzung für solche Benutzer freigibt.',
    'Microsoft Entra ID P1 oder P2, EMS E3 oder E5, oder Microsoft 365 Business Premium, E3 oder E5 zuweisen. Office 365 E3 und E5 geben das Rückschreiben nicht frei.',
  ],
  UserNotMemberOfScopedAccessGroup: [
    `${sorry}, weil Ihr Administrator Ihr Konto nicht dafür eingerichtet hat. ${askAdmin}, sie für Sie freizuschalten.`,
    'Die Kennwortzurücksetzung ist für eine Gruppe freigeschaltet, und der Benutzer gehört ihr nicht an, weder direkt noch über eine verschachtelte Gruppe.',
    'Den Benutzer in die Gruppe aufnehmen, oder unter Kennwortzurücksetzung → Eigenschaften „Alle“ wählen.',
  ],
  UserNotProperlyConfigured: [
    `${sorry}, weil in Ihrem Konto Angaben fehlen, mit denen Sie sich ausweisen können. Bitten Sie Ihren Administrator, Ihr Kennwort zurückzusetzen, und registrieren Sie danach Ihre Sicherheitsinformationen.`,
    'Der Benutzer hat weniger brauchbare Methoden registriert, als die Richtlinie verlangt.',
    'Den Benutzer bei der nächsten Anmeldung Sicherheitsinformationen registrieren lassen, oder seine Authentifizierungsmethoden ausfüllen.',
  ],
  OnPremisesAdminActionRequired: [
    'SSPR_0029: Die lokale Konfiguration Ihrer Organisation für die Kennwortzurücksetzung hat einen Fehler. Bitten Sie Ihren Administrator, ihr nachzugehen.',
    'Die Anforderung hat den Connect-Server erreicht, aber Active Directory oder das Synchronisierungsmodul konnte sie nicht ausführen.',
    'Das Anwendungsprotokoll des Connect-Servers lesen: Das Ereignis von PasswordResetService mit dieser TrackingId nennt die Ursache.',
  ],
  OnPremisesConnectivityError: [
    `${sorry}, weil der Dienst Ihrer Organisation dafür nicht erreichbar ist. ${askAdmin}, die Verbindung zu prüfen.`,
    'Das Rückschreiben ist aktiviert, aber am Relay antwortet kein Agent.',
    'Den Synchronisierungsdienst auf dem Connect-Server starten und prüfen, ob er das Relay durch den Proxy erreicht.',
  ],
  OnPremisesSuccessCloudFailure: [
    'Ihr Kennwort wurde lokal geändert, aber noch nicht in der Cloud. Warten Sie einige Minuten, und melden Sie sich dann mit dem neuen Kennwort an.',
    'Active Directory hat das neue Kennwort angenommen; das Speichern in der Cloud ist fehlgeschlagen. Die Kennworthashsynchronisierung holt es binnen zwei Minuten nach.',
  ],
  OnPremisesPolicyViolation: [
    'Dieses Kennwort erfüllt die Regeln Ihrer Organisation zu Länge, Komplexität, Alter oder Verlauf nicht. Wählen Sie ein anderes.',
    'Die Kennwortrichtlinie von Active Directory hat das neue Kennwort abgelehnt.',
    'Ein längeres, anderes Kennwort wählen. Wurde das Kennwort innerhalb des Mindestalters schon geändert: warten, oder das Mindestalter auf 0 setzen.',
  ],
  OnPremisesAccountChanged: [
    'Ihr Kennwort kann nicht zurückgesetzt werden, weil sich Ihr lokales Konto geändert hat. Bitten Sie Ihren Administrator um Hilfe.',
    'Der Connect-Server findet zu diesem Benutzer kein Active Directory-Konto mehr.',
    'Prüfen, ob das Konto noch da ist und im Bereich der Synchronisierung liegt, dann einen Deltazyklus ausführen.',
  ],
  FuzzyPolicyViolationInvalidPassword: [
    'Dieses Kennwort enthält ein Wort oder Muster, das leicht zu erraten ist. Versuchen Sie ein anderes.',
    'Das Kennwort erreicht gegen die Listen gesperrter Kennwörter weniger als fünf Punkte.',
    'Ein längeres Kennwort ohne gängige Wörter, ohne den Namen der Organisation und ohne den eigenen Namen verwenden.',
  ],
  PasswordDoesnotComplyFuzzyPolicy: [
    'Wählen Sie ein Kennwort, das schwerer zu erraten ist.',
    'Das Kennwort enthält den Namen des Benutzers oder der Organisation.',
    'Namen aus dem Kennwort lassen.',
  ],
  WeakPassword: [
    'Verwenden Sie 8 bis 256 Zeichen mit mindestens drei von: Kleinbuchstaben, Großbuchstaben, Ziffern, Symbolen.',
    'Die Kennwortrichtlinie der Cloud hat das neue Kennwort abgelehnt.',
  ],
  CloudDirectoryUnavailable: [
    'Ihr Kennwort konnte wegen eines Fehlers auf unserer Seite nicht geändert werden. Versuchen Sie es in einigen Minuten noch einmal.',
    'Das Speichern des neuen Kennworts in der Cloud ist fehlgeschlagen, und nichts wurde geändert.',
  ],
  AdministratorResetDisabled: [
    'SSPR_009: Sie können Ihr eigenes Kennwort nicht zurücksetzen, weil die Kennwortzurücksetzung für Ihre Organisation nicht eingeschaltet ist.',
    'allowedToUseSSPR der Autorisierungsrichtlinie ist false: Administratoren dürfen ihr eigenes Kennwort nicht zurücksetzen.',
    'allowedToUseSSPR in der Autorisierungsrichtlinie auf true setzen.',
  ],
  UserNotFound: [
    'Wir konnten Ihr Konto nicht überprüfen. Prüfen Sie Ihre Benutzer-ID und versuchen Sie es noch einmal, oder fragen Sie Ihren Administrator.',
    'Kein Benutzer dieses Mandanten hat diese Benutzer-ID, oder der Benutzer hat keine Methode, sich auszuweisen. Die Seite verrät nicht, was davon zutrifft.',
  ],
  CaptchaFailed: [
    'Die eingegebenen Zeichen stimmen nicht mit dem Bild überein. Versuchen Sie es mit dem neuen Bild.',
    'Das Captcha war falsch, zu alt oder schon verwendet.',
  ],
  TooManyVerifications: [
    'Wählen Sie eine andere Möglichkeit. Sie haben diese Überprüfung in der letzten Stunde zu oft versucht; warten Sie 24 Stunden, bevor Sie es wieder versuchen.',
    'Mehr als fünf Überprüfungen mit dieser Methode in einer Stunde, oder fünf falsche Nachweise in 24 Stunden.',
    waitOrShorten,
  ],
  TooManyProofFailures: [
    'Für dieses Konto wurden zu viele falsche Codes eingegeben. Warten Sie 24 Stunden, bevor Sie es wieder versuchen.',
    'Fünf falsche Nachweise in 24 Stunden.',
    waitOrShorten,
  ],
  TooManyResets: [
    'Dieses Kennwort wurde in der letzten Stunde zu oft zurückgesetzt. Warten Sie 24 Stunden, bevor Sie es wieder versuchen.',
    'Mehr als fünf Zurücksetzungen desselben Kontos in einer Stunde.',
    waitOrShorten,
  ],
  TooManyEmails: [
    'Es wurden zu viele E-Mails gesendet. Warten Sie zehn Minuten, bevor Sie eine weitere anfordern.',
    'Mehr als zehn E-Mails in zehn Minuten.',
  ],
  IncorrectPhoneNumber: [
    'Das ist nicht die hinterlegte Telefonnummer. Geben Sie die vollständige Nummer mit Landesvorwahl ein.',
    'Die eingegebene Nummer weicht von der registrierten ab.',
  ],
  IncorrectCode: [
    'Der Code oder die Antwort ist nicht richtig. Prüfen Sie die Eingabe und versuchen Sie es noch einmal.',
    'Der Nachweis passt nicht zu dem, was gesendet oder registriert wurde.',
  ],
  CodeExpired: [
    'Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.',
    'Ein Code gilt fünf Minuten lang und einmal.',
  ],
  PushPending: [
    'Stimmen Sie der Benachrichtigung auf Ihrem Telefon zu, und machen Sie dann weiter.',
    'Die Authenticator-App hat noch nicht geantwortet.',
  ],
  NumberMismatch: [
    'Das ist nicht die Zahl auf der Seite. Wenn Sie selbst nichts angefordert haben, war es jemand anderes.',
    'Die in der App eingegebene Zahl weicht von der Zahl auf der Seite ab; die Anforderung gilt als abgelehnt.',
    'Von der Seite eine neue Benachrichtigung senden und die Zahl eingeben, die sie dann zeigt.',
  ],
  PushDenied: [
    'Die Benachrichtigung wurde auf Ihrem Telefon abgelehnt.',
    'Die Authenticator-App hat Nein geantwortet.',
  ],
  MethodNotOffered: [
    'Diese Art der Überprüfung steht für dieses Konto nicht zur Verfügung.',
    'Die Methode ist nicht registriert, nicht durch die Richtlinie freigegeben oder wurde schon im ersten Schritt verwendet.',
  ],
  WrongMoment: [
    'Dieser Schritt ist jetzt nicht an der Reihe. Machen Sie auf der gezeigten Seite weiter.',
    'Die Sitzung steht auf einer anderen Seite des Ablaufs.',
  ],
  OperationInProgress: [
    'Ihr Kennwort wird gerade durch eine andere Anforderung geändert. Warten Sie einen Moment, und versuchen Sie es noch einmal.',
    'Eine andere Anforderung ändert dieses Kennwort gerade; von mehreren geht nur die erste weiter.',
  ],
  UnlockChosen: [
    'Sie haben gewählt, Ihr Konto zu entsperren und Ihr Kennwort zu behalten.',
    'Die Sitzung geht als Entsperrung weiter.',
  ],
  AgentNotOnboarded: [
    'Das Kennwortrückschreiben ist für dieses Verzeichnis nicht aktiviert.',
    'Der Agent meldet sich, aber der Mandant hat keinen eingerichteten Agenten: Das Rückschreiben wurde inzwischen ausgeschaltet.',
  ],
  TenantNotLicensedForWriteback: [
    'Das Kennwortrückschreiben konnte nicht eingerichtet werden. Prüfen Sie, ob Sie die nötige Lizenz haben.',
    'Kein Abonnement des Mandanten enthält AAD_PREMIUM oder AAD_PREMIUM_P2.',
    'Microsoft Entra ID P1 oder P2 kaufen, oder ein Paket, das es enthält.',
  ],
  RouteNotFound: [
    'Unter dieser Adresse gibt es nichts.',
    'Keine Route des Dienstes hat diesen Pfad und diese Methode.',
  ],
  SessionOver: [
    'Ihre Sitzung ist zu Ende. Beginnen Sie von vorn.',
    'Eine Sitzung dauert 15 Minuten und endet, wenn sie abgebrochen oder abgeschlossen wird.',
  ],
  SessionNotFound: [
    'Diese Sitzung gibt es nicht. Beginnen Sie von vorn.',
    'Die Sitzungs-ID ist nicht bekannt.',
  ],
  InvalidRequest: [
    'Die Anforderung ist unvollständig: {problem}.',
    'Der Inhalt hat nicht die dokumentierte Form.',
  ],
  AuthenticationRequired: [
    'Melden Sie sich zuerst an.',
    'Die Anforderung trägt kein gültiges Zugriffstoken und kein Registrierungsticket.',
  ],
  InsufficientRole: [
    'Ihre Rolle erlaubt Ihnen das nicht.',
    'Der Aufrufer hat keine der Rollen, die das dürfen.',
  ],
  RegistrationNotAllowed: [
    'Ihr Administrator hat diese Funktion nicht für Sie freigeschaltet.',
    'Die Kennwortzurücksetzung ist für den Benutzer aus, oder der Benutzer hat keine Lizenz dafür.',
  ],
  RegistrationIncomplete: [
    'Vor dem Abschluss werden weitere Sicherheitsinformationen benötigt.',
    'Es sind weniger Methoden registriert, als die Richtlinie verlangt.',
  ],
  InvalidContact: [
    'Geben Sie eine Telefonnummer als +Landesvorwahl, Leerzeichen und Nummer ein, oder eine gültige E-Mail-Adresse.',
    'Telefonnummern haben die Form „+65 91234567“; eine E-Mail-Adresse hat ein @ und eine Domäne.',
  ],
  DuplicateAnswers: [
    'Wählen Sie verschiedene Fragen, und beantworten Sie jede anders.',
    'Zwei Fragen oder zwei Antworten sind gleich.',
  ],
  NotAuthorizedToReset: [
    notYours,
    'Die Rolle des Aufrufers darf das Kennwort dieses Benutzers nicht zurücksetzen.',
    'Einen privilegierten Authentifizierungsadministrator oder einen globalen Administrator bitten.',
  ],
  OwnPassword: [
    notYours,
    'Ein Administrator ändert das eigene Kennwort auf der Seite zum Ändern des Kennworts, nicht durch eine Zurücksetzung.',
  ],
  NewPasswordRequired: [
    'Geben Sie ein temporäres Kennwort ein: Für synchronisierte Benutzer wird keines erzeugt.',
    'Active Directory muss das Kennwort annehmen, deshalb wählt es der Administrator.',
  ],
  AgentTooOld: [
    'Der Dienst zur Kennwortzurücksetzung in Ihrer lokalen Umgebung ist zu alt, um Administratoren Kennwörter zurücksetzen zu lassen. Aktualisieren Sie {connect}.',
    'Zurücksetzungen durch Administratoren brauchen das Synchronisierungsmodul 1.0.0419.0911 oder neuer.',
    'Den Connect-Server aktualisieren.',
  ],
  FederatedResetNotAllowed: [
    'Das Kennwort eines Benutzers einer Verbunddomäne wird hier nicht zurückgesetzt.',
    'Die Domäne ist eine Verbunddomäne, und allowAdminResetFederated des Labs ist aus. Die Seiten von Microsoft widersprechen sich in diesem Fall.',
  ],
  AgentClockSkew: [
    'Die Uhr des Servers geht um mehr als fünf Minuten falsch.',
    'Die Uhr des Connect-Servers weicht um mehr als fünf Minuten von der Zeit der Cloud ab.',
    'Die Uhr des Connect-Servers richtig stellen.',
  ],
  PasswordSyncNotActivated: [
    'Error Code : 90. Die Kennwortsynchronisierung ist für dieses Unternehmen nicht aktiviert.',
    'Die Funktion passwordSyncEnabled des Mandanten wurde ausgeschaltet.',
    'passwordSyncEnabled für den Mandanten einschalten; der nächste Durchgang sendet, was aussteht.',
  ],
} as const satisfies Record<SsprCode, Translation>
