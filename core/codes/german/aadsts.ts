/** German of `aadsts.ts`. */
import type { AadstsCode } from '#core/codes/aadsts.ts'
import type { Translation } from './translation.ts'

const wrongTenant =
  'Das kann vorkommen, wenn der Administrator des Mandanten die Anwendung nicht installiert und kein Benutzer des Mandanten ihr zugestimmt hat. Vielleicht ging Ihre Anforderung an den falschen Mandanten.'
const notInDirectory = 'Das Benutzerkonto gibt es im Verzeichnis {tenant} nicht.'
const staleSession =
  'Die Sitzung ist nicht gültig, weil das Kennwort abgelaufen ist oder vor Kurzem geändert wurde.'
const olderThanPassword = 'Die Sitzung des Browsers ist älter als die letzte Kennwortänderung.'
const askedForSecond = 'Verlangt wird ein zweiter Faktor, und der Benutzer hat keinen.'

export const aadstsGerman = {
  AADSTS16000: [
    'Mehrere Konten sind angemeldet; eines muss gewählt werden.',
    'Der Browser hat mehr als eine Sitzung, und die Anforderung darf nicht fragen.',
  ],
  AADSTS50020: [
    'Das Benutzerkonto „{user}“ gibt es im Mandanten „{tenant}“ nicht, und es kann die Anwendung dort nicht verwenden.',
    'Das Konto gehört zu einem anderen Mandanten und wurde nicht eingeladen.',
  ],
  AADSTS50034: [
    'Das Benutzerkonto {EmailHidden} gibt es im Verzeichnis {tenant} nicht. Um sich bei dieser Anwendung anzumelden, muss das Konto dem Verzeichnis hinzugefügt werden.',
    'Kein Benutzer des Mandanten hat diesen Benutzerprinzipalnamen.',
    'Die Schreibweise prüfen, und ob der Benutzer synchronisiert wurde.',
  ],
  AADSTS50053: [
    'Das Konto ist gesperrt, weil Sie zu oft versucht haben, sich mit einer falschen Benutzer-ID oder einem falschen Kennwort anzumelden.',
    'Smart Lockout: Zehn falsche Kennwörter schließen das Konto eine Minute lang für Anmeldungen, bei Wiederholung länger.',
    'Warten, oder das Kennwort selbst zurücksetzen, was den Zähler auf null stellt.',
  ],
  AADSTS50055: [
    'Das Kennwort ist abgelaufen.',
    'Ein Administrator hat ein temporäres Kennwort gesetzt; der Benutzer muss bei der nächsten interaktiven Anmeldung ein eigenes wählen.',
    'Auf einer Seite anmelden, auf der das neue Kennwort eingegeben werden kann.',
  ],
  AADSTS50056: [
    'Ungültiges oder leeres Kennwort: Das Kennwort dieses Benutzers gibt es im Verzeichnis nicht.',
    'Die Cloud hat noch keinen Kennworthash dieses Benutzers.',
    'Die Kennworthashsynchronisierung einschalten, oder ihren nächsten Lauf abwarten.',
  ],
  AADSTS50057: [
    'Das Benutzerkonto ist deaktiviert.',
    'accountEnabled ist false; bei einem synchronisierten Benutzer kommt das aus dem lokalen userAccountControl.',
  ],
  AADSTS50058: [
    'Es wurde eine stille Anmeldung angefordert, aber kein Benutzer ist angemeldet.',
    'prompt=none braucht eine Sitzung, und der Browser hat keine, die noch gilt.',
  ],
  AADSTS50068: [
    'Die Abmeldung ist fehlgeschlagen: Die Anwendung, die sie begonnen hat, nimmt nicht an der Sitzung teil.',
    'In diesem Browser hat sich niemand bei dieser Anwendung angemeldet.',
  ],
  AADSTS50072: ['Der Benutzer muss sich für einen zweiten Faktor registrieren.', askedForSecond],
  AADSTS50074: [
    'Eine starke Authentifizierung ist erforderlich: Der Benutzer hat die Multi-Faktor-Abfrage noch nicht bestanden.',
    'Verlangt wird ein zweiter Faktor, und diese Anmeldung hat erst den ersten gezeigt.',
  ],
  AADSTS50076: [
    'Wegen einer Konfigurationsänderung Ihres Administrators, oder weil Sie an einen neuen Ort gewechselt sind, müssen Sie für den Zugriff auf diese Ressource die Multi-Faktor-Authentifizierung verwenden.',
    'Eine Richtlinie verlangt einen zweiten Faktor, den diese Gewährung nicht liefern kann.',
    'Auf einer Seite anmelden, wo der zweite Faktor gegeben werden kann; oder das Konto oder die Anwendung von der Richtlinie ausnehmen.',
  ],
  AADSTS50158: [
    'Eine externe Sicherheitsabfrage wurde nicht erfüllt.',
    'Eine Richtlinie verlangt Nutzungsbedingungen, ein benutzerdefiniertes Steuerelement oder anderes, das keine Seite des Labs geben kann.',
    'Das Steuerelement aus der Richtlinie nehmen, oder den Benutzer von ihr ausnehmen.',
  ],
  AADSTS50079: [
    'Der Benutzer muss sich für die Multi-Faktor-Authentifizierung registrieren, um auf diese Ressource zuzugreifen.',
    askedForSecond,
  ],
  AADSTS50105: [
    'Der angemeldete Benutzer hat keine Rolle für die Anwendung „{app}“.',
    'Die Unternehmensanwendung verlangt eine Zuweisung, und weder der Benutzer noch eine seiner Gruppen ist zugewiesen.',
  ],
  AADSTS50125: [
    'Die Anmeldung wurde für eine Kennwortzurücksetzung oder Registrierung unterbrochen.',
    'Der Mandant bittet Benutzer, sich beim Anmelden für die Self-Service-Kennwortzurücksetzung zu registrieren.',
  ],
  AADSTS50126: [
    'Die Anmeldeinformationen wurden wegen eines ungültigen Benutzernamens oder Kennworts nicht anerkannt.',
    'Das Kennwort stimmt nicht.',
  ],
  AADSTS50132: [staleSession, olderThanPassword],
  AADSTS50133: [staleSession, olderThanPassword],
  AADSTS50144: [
    'Das Active Directory-Kennwort des Benutzers ist abgelaufen.',
    'Der Domänencontroller meldet, dass das Kennwort sein maximales Alter überschritten hat.',
    'An einer Arbeitsstation der Domäne ändern, oder im Self-Service, wenn das Rückschreiben an ist.',
  ],
  AADSTS51004: [notInDirectory, 'Das Konto wurde gelöscht oder gehört anderswohin.'],
  AADSTS53000: [
    'Das Gerät ist nicht in dem Zustand, den die Richtlinie verlangt: Es muss konform sein.',
    'Eine Richtlinie verlangt ein konformes Gerät; das Lab verwaltet keines.',
  ],
  AADSTS53001: [
    'Das Gerät ist nicht in dem Zustand, den die Richtlinie verlangt: Es muss der Domäne beigetreten sein.',
    'Eine Richtlinie verlangt ein hybrid eingebundenes Gerät; kein Gerät des Labs ist in der Cloud registriert.',
  ],
  AADSTS53002: [
    'Die verwendete Anwendung ist für den bedingten Zugriff nicht genehmigt.',
    'Eine Richtlinie verlangt eine genehmigte oder geschützte Anwendung, was ein Browser oder Skript nicht ist.',
  ],
  AADSTS53003: [
    'Der Zugriff wurde durch Richtlinien für bedingten Zugriff gesperrt.',
    'Eine Richtlinie des Mandanten verbietet hier die Ausstellung von Token.',
    'Im Anmeldeprotokoll nachsehen, welche Richtlinie galt, und für wen und was sie gedacht ist.',
  ],
  AADSTS65001: [
    'Weder der Benutzer noch der Administrator hat der Verwendung der Anwendung mit der Id „{appId}“ namens „{app}“ zugestimmt. Senden Sie eine interaktive Autorisierungsanforderung für diesen Benutzer und diese Ressource.',
    'Weder der Benutzer noch ein Administrator hat diesen Berechtigungen zugestimmt.',
    'Einmal auf einer Seite anmelden und annehmen, oder einen Administrator zustimmen lassen.',
  ],
  AADSTS65004: [
    'Der Benutzer hat die Zustimmung zum Zugriff auf die App abgelehnt.',
    'Auf der Seite der Berechtigungen wurde „Abbrechen“ gedrückt.',
  ],
  AADSTS500121: [
    'Die Authentifizierung ist bei der Anforderung einer starken Authentifizierung fehlgeschlagen.',
    'Der zweite Faktor wurde abgelehnt, war falsch, kam zu spät oder wurde zu oft versucht.',
    'Noch einmal anmelden und die Abfrage beantworten; nach zu vielen falschen Antworten zehn Minuten warten.',
  ],
  AADSTS90094: [
    'Die Zustimmung eines Administrators ist nötig: Die Anwendung verlangt Berechtigungen, die nur ein Administrator erteilen kann.',
    'Berechtigungen über die Daten anderer kann der Benutzer nicht vergeben.',
  ],
  AADSTS50013: [
    'Die Assertion ist ungültig: {reason}',
    'Ihre Signatur, ihr Aussteller oder ihre Zielgruppe trägt nicht.',
  ],
  AADSTS500133: [
    'Die Assertion liegt außerhalb ihres gültigen Zeitraums.',
    'Das übergebene Token ist abgelaufen; die mittlere Schicht braucht ein neues.',
  ],
  AADSTS50173: [
    'Die vorgelegte Gewährung ist durch Widerruf abgelaufen, ein frisches Token wird gebraucht. Vielleicht hat der Benutzer sein Kennwort geändert oder zurückgesetzt. Die Gewährung wurde am „{authTime}“ ausgestellt, und TokensValidFrom (vorher ausgestellte Token gelten nicht) ist für diesen Benutzer „{validDate}“.',
    'Eine Kennwortänderung, eine Zurücksetzung oder ein Widerruf beendet jedes ältere Aktualisierungstoken.',
    'Noch einmal anmelden.',
  ],
  AADSTS501481: [
    'Der Code_Verifier passt nicht zur code_challenge der Autorisierungsanforderung.',
    'Den Verifier kennt nur, wer die Anmeldung begonnen hat.',
  ],
  AADSTS54005: [
    'Der OAuth2-Autorisierungscode wurde schon eingelöst; versuchen Sie es mit einem neuen gültigen Code oder einem vorhandenen Aktualisierungstoken.',
    'Ein Code gilt einmal.',
  ],
  AADSTS70000: [
    'Die vorgelegte Gewährung ist ungültig oder fehlerhaft.',
    'Der Code oder das Token wurde nicht hier ausgestellt, oder nicht für diesen Client.',
  ],
  AADSTS700003: [
    'Das Geräteobjekt wurde im Mandanten nicht gefunden.',
    'Ein solches Gerät ist nicht registriert.',
  ],
  AADSTS70008: [
    'Der Autorisierungscode oder das Aktualisierungstoken ist wegen Inaktivität abgelaufen. Senden Sie eine neue interaktive Autorisierungsanforderung für diesen Benutzer und diese Ressource.',
    'Codes leben zehn Minuten, Aktualisierungstoken neunzig Tage.',
  ],
  AADSTS70016: [
    'Fehler im OAuth 2.0-Geräteablauf. Die Autorisierung steht aus. Fragen Sie weiter ab.',
    'Noch hat niemand den Code eingegeben und sich angemeldet.',
  ],
  AADSTS70018: [
    'Ungültiger Prüfcode, weil der Benutzer einen falschen Benutzercode für den Geräteablauf eingegeben hat. Die Autorisierung ist nicht erteilt.',
    'Kein laufender Geräteablauf hat diesen Code.',
  ],
  AADSTS70019: ['Der Prüfcode ist abgelaufen.', 'Ein Gerätecode lebt fünfzehn Minuten.'],
  AADSTS70020: [
    'Der Benutzer hat die Anmeldung des Geräts abgelehnt.',
    'Auf der Geräteseite wurde „Abbrechen“ gedrückt.',
  ],
  AADSTS700005: [
    'Der vorgelegte Autorisierungscode ist für einen anderen Mandanten bestimmt.',
    'Der Code wurde von einem anderen Mandanten ausgestellt als dem im Pfad.',
  ],
  AADSTS70043: [
    'Das Aktualisierungstoken ist durch Prüfungen der Anmeldehäufigkeit des bedingten Zugriffs abgelaufen oder ungültig.',
    'Eine Richtlinie begrenzt, wie lange eine Anmeldung zählt.',
  ],
  AADSTS700082: [
    'Das Aktualisierungstoken ist wegen Inaktivität abgelaufen. Es wurde am {authTime} ausgestellt und war {days} lang inaktiv.',
    'Aktualisierungstoken leben neunzig Tage.',
  ],
  AADSTS700084: [
    'Das Aktualisierungstoken wurde für eine Single-Page-App (SPA) ausgestellt und hat deshalb eine feste Lebensdauer von 1.00:00:00, die nicht verlängert werden kann. Es ist jetzt abgelaufen, und die SPA muss eine neue Anmeldeanforderung an die Anmeldeseite senden. Das Token wurde am {authTime} ausgestellt.',
    'Aktualisierungstoken von Single-Page-Anwendungen leben einen Tag, was auch immer mit ihnen geschieht.',
  ],
  AADSTS9002325: [
    'Für das ursprungsübergreifende Einlösen eines Autorisierungscodes ist Proof Key for Code Exchange nötig.',
    'Eine Single-Page-Anwendung hat keinen anderen Nachweis, dass der Code ihr gehört.',
  ],
  AADSTS9002326: [
    'Das ursprungsübergreifende Einlösen von Token ist nur dem Clienttyp „Single-Page Application“ erlaubt. Ursprung der Anforderung: „{origin}“.',
    'Die Umleitungs-URI ist nicht als die einer Single-Page-Anwendung registriert.',
  ],
  AADSTS9002327: [
    'Token, die für den Clienttyp „Single-Page Application“ ausgestellt sind, dürfen nur durch ursprungsübergreifende Anforderungen eingelöst werden.',
    'Der Code wurde für einen Browser ausgestellt und wird ohne Origin-Header eingelöst.',
  ],
  AADSTS50011: [
    'Die Umleitungs-URI „{redirectUri}“ der Anforderung gehört nicht zu den Umleitungs-URIs, die für die Anwendung „{app}“ registriert sind.',
    'Codes gehen nur an Adressen, die die Anwendung registriert hat; nur der Port von http://localhost ist frei.',
    'Diese Umleitungs-URI bei der Anwendung registrieren, oder eine registrierte senden.',
  ],
  AADSTS500011: [
    `Der Ressourcenprinzipal namens {resource} wurde im Mandanten namens {tenant} nicht gefunden. ${wrongTenant}`,
    'Kein Dienstprinzipal des Mandanten hat diesen Namen.',
  ],
  AADSTS500113: [
    'Für die Anwendung ist keine Antwortadresse registriert.',
    'Die Anforderung nennt keine Umleitungs-URI, und die Anwendung hat keine, auf die zurückgegriffen werden könnte.',
  ],
  AADSTS70002: [
    'Die Clientanwendung konnte nicht überprüft werden.',
    'Die Authentifizierung des Clients ist nicht wohlgeformt.',
  ],
  AADSTS70011: [
    'Die Anforderung muss den Eingabeparameter „scope“ enthalten. Der Wert des Eingabeparameters „scope“ ist nicht gültig. Der Bereich {scope} ist nicht gültig.',
    'Ein Bereich nennt eine Ressource und eine Berechtigung, die diese Ressource anbietet.',
  ],
  AADSTS700016: [
    `Die Anwendung mit dem Bezeichner „{appId}“ wurde im Verzeichnis „{tenant}“ nicht gefunden. ${wrongTenant}`,
    'Keine Anwendung des Mandanten hat diese Client-Id.',
  ],
  AADSTS700022: [
    'Der Wert des Eingabeparameters „scope“ ist nicht gültig, weil er mehr als eine Ressource enthält.',
    'Ein Token gilt für eine Ressource.',
  ],
  AADSTS700023: [
    'Der Wert des Eingabeparameters scope darf nicht leer sein, wenn mit dieser Gewährung ein Zugriffstoken angefordert wird.',
    'Kein Bereich nennt eine Ressource.',
  ],
  AADSTS700025: [
    'Der Client ist öffentlich, deshalb darf weder „client_assertion“ noch „client_secret“ vorgelegt werden.',
    'Ein öffentlicher Client kann kein Geheimnis bewahren.',
  ],
  AADSTS700027: [
    'Das Zertifikat, mit dem die Clientassertion signiert wurde, ist bei der Anwendung nicht registriert. [Grund - {reason}]',
    'Die Signatur der Assertion stammt von keinem Zertifikat der Anwendung, oder ihre Ansprüche passen nicht.',
  ],
  AADSTS700038: ['{appId} ist kein gültiger Anwendungsbezeichner.', 'Eine Client-Id ist eine GUID.'],
  AADSTS700051: [
    'response_type „{responseType}“ ist für die Anwendung nicht aktiviert.',
    'Die Registrierung lässt diesen Antworttyp nicht ausstellen.',
  ],
  AADSTS700054: [
    'response_type „id_token“ ist für die Anwendung nicht aktiviert.',
    'Die implizite Gewährung der Registrierung stellt keine ID-Token aus.',
  ],
  AADSTS7000112: [
    'Die Anwendung „{appId}“({app}) ist deaktiviert.',
    'Der Dienstprinzipal ist ausgeschaltet.',
  ],
  AADSTS7000215: [
    'Ungültiger geheimer Clientschlüssel. Gesendet werden muss der Wert des geheimen Schlüssels, nicht seine Id, und zwar einer, der der App „{appId}“ hinzugefügt wurde.',
    'Kein geheimer Schlüssel der Anwendung hat diesen Wert.',
  ],
  AADSTS7000218: [
    'Die Anforderung muss folgenden Parameter enthalten: „client_assertion“ oder „client_secret“.',
    'Die Anwendung ist vertraulich, oder ihre Registrierung erlaubt keine Abläufe öffentlicher Clients.',
  ],
  AADSTS7000222: [
    'Die geheimen Clientschlüssel der App „{appId}“ sind abgelaufen. Legen Sie neue Schlüssel für Ihre App an.',
    'Das Enddatum des geheimen Schlüssels ist nach der Uhr des Labs verstrichen.',
  ],
  AADSTS1002012: [
    'Der Wert des Bereichs {scope} ist nicht gültig. Abläufe mit Clientanmeldeinformationen brauchen einen Bereich, der aus dem Ressourcenbezeichner (Anwendungs-ID-URI) und /.default besteht.',
    'Die Berechtigungen einer Anwendung werden vorher erteilt, nicht angefordert.',
  ],
  AADSTS80001: [
    'Es ist kein Authentifizierungsagent verfügbar.',
    'Die Passthrough-Authentifizierung ist an, und kein Agent, der Active Directory erreicht, hört zu.',
  ],
  AADSTS80002: [
    'Die Anforderung zur Kennwortprüfung hat zu lange gedauert.',
    'Der Agent hat nicht rechtzeitig geantwortet.',
  ],
  AADSTS80003: [
    'Der Authentifizierungsagent hat eine ungültige Antwort erhalten.',
    'Die Antwort des Agenten konnte nicht gelesen werden.',
  ],
  AADSTS80004: [
    'Der Benutzerprinzipalname, der dem Authentifizierungsagenten gegeben wurde, ist nicht gültig.',
    'Active Directory kennt kein Konto dieses Namens (525): Der synchronisierte Name und der lokale unterscheiden sich.',
  ],
  AADSTS80005: [
    'Bei der Verarbeitung der Antwort des Authentifizierungsagenten ist ein unbekannter Fehler aufgetreten.',
    'Der Agent ist auf etwas Unerwartetes gestoßen.',
  ],
  AADSTS80007: [
    'Der Authentifizierungsagent kann das Kennwort des Benutzers nicht prüfen.',
    'Der Agent konnte nicht mit Active Directory sprechen.',
  ],
  AADSTS80010: [
    'Der Authentifizierungsagent kann das Kennwort nicht entschlüsseln.',
    'Der Agent hat einen anderen Schlüssel als der Mandant.',
  ],
  AADSTS80011: [
    'Der Authentifizierungsagent kann seinen Entschlüsselungsschlüssel nicht abrufen.',
    'Die Anforderung enthält kein Kennwort, das für diesen Agenten versiegelt ist: Sein Schlüssel wurde inzwischen erneuert.',
  ],
  AADSTS80012: [
    'Der Benutzer hat versucht, sich außerhalb der erlaubten Stunden anzumelden.',
    'logonHours in Active Directory enthält den jetzigen Zeitpunkt nicht.',
  ],
  AADSTS80013: [
    'Die Uhren des Authentifizierungsagenten und von Active Directory gehen zu weit auseinander.',
    'Der Agent konnte die Prüfung wegen der Zeitabweichung nicht abschließen.',
  ],
  AADSTS80014: [
    'Die Prüfungsanforderung wurde erst nach der längsten erlaubten Zeit beantwortet.',
    'Der Agent hat zu spät geantwortet.',
  ],
  AADSTS50006: [
    'Die Überprüfung der Signatur ist fehlgeschlagen, weil sie ungültig ist.',
    'Die Assertion ist nicht mit dem Zertifikat signiert, mit dem die Domäne verbunden ist.',
    'Nach einem Wechsel des Signaturzertifikats die Verbundeinstellungen der Domäne erneuern.',
  ],
  AADSTS50008: [
    'Die SAML-Assertion fehlt im Token oder ist falsch aufgebaut: {reason}',
    'Der Verbunddienst hat etwas gesendet, das keine Assertion für diesen Mandanten und diese Zeit ist.',
  ],
  AADSTS50107: [
    'Das angeforderte Objekt des Verbundbereichs gibt es nicht: {issuer}',
    'Keine Domäne des Mandanten ist mit diesem Aussteller verbunden.',
  ],
  AADSTS50049: [
    'Die Instanz ist unbekannt oder nicht gültig.',
    'Der Autorisierungsendpunkt, nach dem gefragt wird, gehört nicht zu dieser Cloud.',
  ],
  AADSTS70003: [
    'Die App hat eine nicht unterstützte Gewährungsart „{grantType}“ angefordert.',
    'Der Tokenendpunkt kennt diese Gewährung nicht.',
  ],
  AADSTS70007: [
    '„{responseMode}“ ist kein unterstützter Wert für „response_mode“{reason}.',
    'Token reisen nie in einer Abfragezeichenfolge.',
  ],
  AADSTS90002: [
    'Der Mandant „{tenant}“ wurde nicht gefunden. Prüfen Sie, ob Sie die richtige Mandanten-ID haben und sich bei der richtigen Cloud anmelden.',
    'Kein Mandant dieses Hosts hat diese Id oder überprüfte Domäne.',
  ],
  AADSTS90014: [
    'In den Anmeldeinformationen fehlt das Pflichtfeld „{name}“. Prüfen Sie, ob Sie alle für die Anmeldung nötigen Parameter haben.',
    'Der Anforderung fehlt etwas.',
  ],
  AADSTS900144: [
    'Die Anforderung muss folgenden Parameter enthalten: „{name}“.',
    'Der Anforderung fehlt ein Parameter.',
  ],
  AADSTS900561: [
    'Der Endpunkt nimmt nur Anforderungen mit {methods} an. Eingegangen ist {method}.',
    'Die HTTP-Methode passt nicht.',
  ],
  AADSTS901002: [
    'Der Anforderungsparameter „resource“ wird nicht unterstützt.',
    'Der v2.0-Endpunkt nimmt stattdessen Bereiche an.',
  ],
  AADSTS9001023: [
    'Diese Gewährungsart wird über die Endpunkte /common und /consumers nicht unterstützt. Verwenden Sie /organizations oder den Endpunkt des Mandanten.',
    'Der Mandant muss bekannt sein, bevor ein Kennwort geprüft wird.',
  ],
  AADSTS9002313: [
    'Ungültige Anforderung. Die Anforderung ist fehlerhaft oder ungültig.',
    'Die Anforderung kann nicht gelesen werden.',
  ],
  AADSTS700211: [
    'Zum Aussteller „{issuer}“ der vorgelegten Assertion gibt es keinen passenden Eintrag einer Verbundidentität.',
    'Keine Verbundanmeldeinformation der Anwendung nennt den Aussteller des mitgebrachten Tokens.',
  ],
  AADSTS700212: [
    'Zur Zielgruppe „{audience}“ der vorgelegten Assertion gibt es keinen passenden Eintrag einer Verbundidentität.',
    'Die Verbundanmeldeinformation erwartet, dass das Token für jemand anderen ist.',
  ],
  AADSTS700213: [
    'Zum Antragsteller „{subject}“ der vorgelegten Assertion gibt es keinen passenden Eintrag einer Verbundidentität.',
    'Die Verbundanmeldeinformation gilt für eine andere Workload desselben Ausstellers.',
  ],
} as const satisfies Record<AadstsCode, Translation>
