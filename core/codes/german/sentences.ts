/**
 * German of sentences that stand beside the rules instead of in the catalogue, because they name what a step saw.
 * Keys are the English sentences with `{names}` where a value is filled in.
 */

const cannot = 'Das Kennwort dieses Benutzers kann leider nicht zurückgesetzt werden, weil'
const english = "Unfortunately, this user's password can't be reset because"
const log = 'Das Anwendungsprotokoll des Connect-Servers enthält die Einzelheiten.'
const theLog = "The Connect server's Application log has the details."

/** What an administrator reads in the portal (`writeback.ts`). */
const toAdministrators: Readonly<Record<string, string>> = {
  [`${english} your on-premises policy does not allow it. Review that policy and how it is set up.`]: `${cannot} Ihre lokale Richtlinie es nicht erlaubt. Prüfen Sie diese Richtlinie und ihre Einrichtung.`,
  [`${english} the account that Connect uses may not reset it on premises. ${theLog}`]: `${cannot} das Konto, das Connect verwendet, es lokal nicht zurücksetzen darf. ${log}`,
  [`${english} the account is disabled on premises. ${theLog}`]: `${cannot} das Konto lokal deaktiviert ist. ${log}`,
  [`${english} the account is locked out on premises. ${theLog}`]: `${cannot} das Konto lokal gesperrt ist. ${log}`,
  [`${english} the current password was not right. ${theLog}`]: `${cannot} das aktuelle Kennwort nicht richtig war. ${log}`,
  [`${english} the account was not found on premises. ${theLog}`]: `${cannot} das Konto lokal nicht gefunden wurde. ${log}`,
  [`${english} more than one on-premises account has the same anchor. ${theLog}`]: `${cannot} mehr als ein lokales Konto denselben Anker hat. ${log}`,
  [`${english} the connection to Active Directory is not set up for passwords. ${theLog}`]: `${cannot} die Verbindung zu Active Directory nicht für Kennwörter eingerichtet ist. ${log}`,
  [`${english} Active Directory could not be reached or gave an unknown error. ${theLog}`]: `${cannot} Active Directory nicht erreichbar war oder einen unbekannten Fehler gemeldet hat. ${log}`,
  [`${english} the keys of the cloud and of the Connect server do not fit. ${theLog}`]: `${cannot} die Schlüssel der Cloud und des Connect-Servers nicht zueinander passen. ${log}`,
  [`${english} password writeback is not set up for this directory on the Connect server. ${theLog}`]: `${cannot} das Kennwortrückschreiben auf dem Connect-Server für dieses Verzeichnis nicht eingerichtet ist. ${log}`,
  [`${english} the Connect server did not understand the request. ${theLog}`]: `${cannot} der Connect-Server die Anforderung nicht verstanden hat. ${log}`,
  [`${english} the Connect server had an unknown fault. ${theLog}`]: `${cannot} der Connect-Server einen unbekannten Fehler hatte. ${log}`,
  [`${english} your on-premises writeback client can't be reached.`]: `${cannot} Ihr lokaler Rückschreibeclient nicht erreichbar ist.`,
  [`${english} your on-premises writeback client did not answer in time.`]: `${cannot} Ihr lokaler Rückschreibeclient nicht rechtzeitig geantwortet hat.`,
  'The password was reset on premises but not yet in the cloud; the next password synchronization brings it.':
    'Das Kennwort wurde lokal zurückgesetzt, aber noch nicht in der Cloud; die nächste Kennwortsynchronisierung bringt es nach.',
  [`${english} password writeback is not enabled in your tenant.`]: `${cannot} das Kennwortrückschreiben in Ihrem Mandanten nicht aktiviert ist.`,
}

/** The status line of the On-premises integration blade (`core/sspr/writeback-switches.ts`). */
const statusLines: Readonly<Record<string, string>> = {
  'The on-premises writeback client is running and connected.':
    'Der lokale Rückschreibeclient läuft und ist verbunden.',
  '{directory} is connected to the on-premises writeback client, but the installed {connect} is out of date. Consider an upgrade to get the latest connection features and fixes.':
    '{directory} ist mit dem lokalen Rückschreibeclient verbunden, aber das installierte {connect} ist veraltet. Eine Aktualisierung bringt die neuesten Verbindungsfunktionen und Fehlerbehebungen.',
  "The state of the on-premises writeback client can't be checked because the installed {connect} is too old. Upgrade it to see the connection state.":
    'Der Zustand des lokalen Rückschreibeclients kann nicht geprüft werden, weil das installierte {connect} zu alt ist. Aktualisieren Sie es, um den Verbindungszustand zu sehen.',
  "The on-premises writeback client can't be reached at the moment. Check {connect} to restore the connection.":
    'Der lokale Rückschreibeclient ist im Moment nicht erreichbar. Prüfen Sie {connect}, um die Verbindung wiederherzustellen.',
  "The on-premises writeback client can't be reached because password writeback has not been set up. Enable it in {connect} first.":
    'Der lokale Rückschreibeclient ist nicht erreichbar, weil das Kennwortrückschreiben nicht eingerichtet ist. Aktivieren Sie es zuerst in {connect}.',
  "The on-premises writeback client can't be reached at the moment, perhaps because of a passing fault on our side. If this stays, check {connect}.":
    'Der lokale Rückschreibeclient ist im Moment nicht erreichbar, vielleicht wegen einer vorübergehenden Störung auf unserer Seite. Bleibt es dabei, prüfen Sie {connect}.',
}

/** What the steps of password reset and sign-in saw when they refused. */
const reasons: Readonly<Record<string, string>> = {
  'The password is managed on premises, and nothing may write it back.':
    'Das Kennwort wird lokal verwaltet, und nichts darf es zurückschreiben.',
  'Neither Connect nor the portal has password writeback turned on.':
    'Weder in Connect noch im Portal ist das Kennwortrückschreiben eingeschaltet.',
  "The portal's writeback toggle is off.": 'Der Schalter des Portals für das Rückschreiben ist aus.',
  'Connect has not onboarded password writeback.':
    'Connect hat das Kennwortrückschreiben nicht eingerichtet.',
  'Password writeback in Connect: ticked and onboarded; "Write back passwords" in the portal: {portalSwitch}; agent on the relay: {agent}.':
    'Kennwortrückschreiben in Connect: angekreuzt und eingerichtet; „Kennwörter zurückschreiben“ im Portal: {portalSwitch}; Agent am Relay: {agent}.',
  'Password writeback in Connect: not onboarded; "Write back passwords" in the portal: {portalSwitch}; agent on the relay: {agent}.':
    'Kennwortrückschreiben in Connect: nicht eingerichtet; „Kennwörter zurückschreiben“ im Portal: {portalSwitch}; Agent am Relay: {agent}.',
  Yes: 'Ja',
  No: 'Nein',
  listening: 'hört zu',
  'not listening': 'hört nicht zu',
  'It is shorter than 8 characters.': 'Es ist kürzer als 8 Zeichen.',
  'It is longer than 256 characters.': 'Es ist länger als 256 Zeichen.',
  'It uses fewer than three of the four classes: lower case, upper case, digits, symbols.':
    'Es verwendet weniger als drei der vier Klassen: Kleinbuchstaben, Großbuchstaben, Ziffern, Symbole.',
  'It has a character that is not a Latin letter, digit or symbol.':
    'Es enthält ein Zeichen, das kein lateinischer Buchstabe, keine Ziffer und kein Symbol ist.',
  'Another request is changing this password right now.':
    'Eine andere Anforderung ändert dieses Kennwort gerade.',
  'The current password did not match.': 'Das aktuelle Kennwort stimmte nicht.',
  'The new password is the current one.': 'Das neue Kennwort ist das aktuelle.',
  'The account is blocked from self-service reset.':
    'Das Konto ist für die Zurücksetzung im Self-Service gesperrt.',
  'The account is blocked.': 'Das Konto ist gesperrt.',
  'More resets of this account within an hour than are allowed.':
    'Mehr Zurücksetzungen dieses Kontos in einer Stunde als erlaubt.',
  'allowedToUseSSPR of the authorization policy is false.':
    'allowedToUseSSPR der Autorisierungsrichtlinie ist false.',
  'Self service password reset is set to None.': 'Die Self-Service-Kennwortzurücksetzung steht auf „Keine“.',
  'The scope is Selected, and no group is chosen.':
    'Der Bereich ist „Ausgewählt“, und keine Gruppe ist gewählt.',
  'The user is not in the chosen group, directly or nested.':
    'Der Benutzer ist nicht in der gewählten Gruppe, weder direkt noch verschachtelt.',
  'The user has no licence of a paid subscription.':
    'Der Benutzer hat keine Lizenz eines bezahlten Abonnements.',
  'It is a banned password, or one character away from one.':
    'Es ist ein gesperrtes Kennwort, oder nur ein Zeichen davon entfernt.',
  'It contains the name of the user.': 'Es enthält den Namen des Benutzers.',
  'It contains the name of the organization.': 'Es enthält den Namen der Organisation.',
  'Password reset is off for the user, or no licence opens it.':
    'Die Kennwortzurücksetzung ist für den Benutzer aus, oder keine Lizenz gibt sie frei.',
  'The caller holds no role that resets passwords.':
    'Der Aufrufer hat keine Rolle, die Kennwörter zurücksetzt.',
  'The caller is the user.': 'Der Aufrufer ist der Benutzer selbst.',
  'The domain of the user is federated.': 'Die Domäne des Benutzers ist eine Verbunddomäne.',
  'The password of a synced user is typed, not generated.':
    'Das Kennwort eines synchronisierten Benutzers wird eingegeben, nicht erzeugt.',
  'The session is at the page {page}.': 'Die Sitzung steht auf der Seite {page}.',
  '{method} is not on offer at this gate.': '{method} steht in diesem Schritt nicht zur Wahl.',
  'Too many verifications of this kind.': 'Zu viele Überprüfungen dieser Art.',
  'The number typed differs from the registered one.':
    'Die eingegebene Nummer weicht von der registrierten ab.',
  'Five wrong proofs within 24 hours.': 'Fünf falsche Nachweise in 24 Stunden.',
  'No verification of this kind was started.': 'Keine Überprüfung dieser Art wurde begonnen.',
  'The code was older than five minutes.': 'Der Code war älter als fünf Minuten.',
  'The code differs from the one that was sent.': 'Der Code weicht von dem gesendeten ab.',
  'No code was asked for.': 'Es wurde kein Code angefordert.',
  'No secret was offered, or too long ago.': 'Es wurde kein Schlüssel angeboten, oder vor zu langer Zeit.',
  'A question or an answer was given twice.': 'Eine Frage oder eine Antwort wurde doppelt angegeben.',
  'An answer was wrong; other questions are asked.':
    'Eine Antwort war falsch; es werden andere Fragen gestellt.',
  'It is not the code that the app shows now, or it was used already.':
    'Es ist nicht der Code, den die App jetzt zeigt, oder er wurde schon verwendet.',
  'The app has not answered yet.': 'Die App hat noch nicht geantwortet.',
  'The phone answered no.': 'Das Telefon hat Nein geantwortet.',
  '{method} does not have the needed form.': '{method} hat nicht die nötige Form.',
  'The policy does not offer {method}.': 'Die Richtlinie bietet {method} nicht an.',
  'No user has that user ID, or not enough is known to verify one.':
    'Kein Benutzer hat diese Benutzer-ID, oder es ist zu wenig bekannt, um ihn zu überprüfen.',
  'The user knows the password and wants the account unlocked.':
    'Der Benutzer kennt das Kennwort und möchte das Konto entsperrt haben.',
  'The service was stopped before the operation ended.':
    'Der Dienst wurde beendet, bevor der Vorgang abgeschlossen war.',
  'The service had a fault.': 'Der Dienst hatte einen Fehler.',
  'The access token was not accepted: {failure}.': 'Das Zugriffstoken wurde nicht anerkannt: {failure}.',
  'One of these roles is needed: {roles}.': 'Nötig ist eine dieser Rollen: {roles}.',
  'An application has no password of its own.': 'Eine Anwendung hat kein eigenes Kennwort.',
  'No user of the tenant is called {userName}.': 'Kein Benutzer des Mandanten heißt {userName}.',
  'There is no user to check.': 'Es gibt keinen Benutzer zu prüfen.',
  'Too many wrong passwords: smart lockout holds the account.':
    'Zu viele falsche Kennwörter: Smart Lockout hält das Konto fest.',
  'The password is not the one the cloud knows.': 'Das Kennwort ist nicht das, das die Cloud kennt.',
  'The cloud holds no password hash of this user.': 'Die Cloud hat keinen Kennworthash dieses Benutzers.',
  'accountEnabled is false.': 'accountEnabled ist false.',
  'The password is temporary: the user must choose their own.':
    'Das Kennwort ist temporär: Der Benutzer muss ein eigenes wählen.',
  'It holds no readable assertion.': 'Es enthält keine lesbare Assertion.',
  'No domain is federated with {issuer}.': 'Keine Domäne ist mit {issuer} verbunden.',
  'The domain’s token-signing certificate has not signed it.':
    'Das Tokensignaturzertifikat der Domäne hat sie nicht signiert.',
  'No user of the domain has the immutableId that is asserted.':
    'Kein Benutzer der Domäne hat die behauptete immutableId.',
  'Only a verified domain of the tenant, and not its initial one, can be federated.':
    'Nur eine überprüfte Domäne des Mandanten, und nicht seine erste, kann Verbunddomäne werden.',
}

/** What a step saw when it passed. */
const notes: Readonly<Record<string, string>> = {
  'an agent listens on the relay': 'ein Agent hört am Relay zu',
  'on-premises rules apply': 'lokale Regeln gelten',
  'Active Directory has it': 'Active Directory hat es',
  'passwords are checked on premises': 'Kennwörter werden lokal geprüft',
  'the cloud has it': 'die Cloud hat es',
  'older refresh tokens are void': 'ältere Aktualisierungstoken sind ungültig',
  'changing a cloud password is free': 'ein Cloudkennwort zu ändern ist kostenlos',
  'licences are not enforced': 'Lizenzen werden nicht erzwungen',
  'Active Directory checks it': 'Active Directory prüft es',
  'not an administrator': 'kein Administrator',
  'member of the group': 'Mitglied der Gruppe',
  'one method is enough': 'eine Methode genügt',
  'password is managed in the cloud': 'das Kennwort wird in der Cloud verwaltet',
  'signed by the federation service': 'vom Verbunddienst signiert',
  'checked by the domain controller': 'vom Domänencontroller geprüft',
  'checked in the cloud': 'in der Cloud geprüft',
  'a change is asked for': 'eine Änderung wird verlangt',
  'a test of the connection': 'ein Test der Verbindung',
  'not needed for a test': 'für einen Test nicht nötig',
  'methods {usable} of {gates}': 'Methoden {usable} von {gates}',
  'RSA-2048 and AES-256-GCM, key version {version}': 'RSA-2048 und AES-256-GCM, Schlüsselversion {version}',
  '{anchor} is joined to metaverse object {object}':
    '{anchor} ist mit dem Metaverse-Objekt {object} verknüpft',
}

export const germanSentences: Readonly<Record<string, string>> = {
  ...toAdministrators,
  ...statusLines,
  ...reasons,
  ...notes,
}
