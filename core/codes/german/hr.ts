/** German of `hr.ts`. */
import type { hrCodes } from '#core/codes/hr.ts'
import type { Translation } from './translation.ts'

export const hrGerman = {
  '80005000': [
    'Ein unbekannter Fehler ist aufgetreten.',
    'der Pfad des Benutzers enthält Zeichen, die ADSI reserviert',
  ],
  '80230402': [
    'Das Objekt kann nicht gelesen werden: Mehr als ein Eintrag trägt diesen Anker.',
    'zwei Konten gehören zum selben Quellanker, oft weil der Benutzer in zwei Gesamtstrukturen aktiviert ist',
  ],
  '80230619': [
    'Eine Einschränkung verhindert, dass das Kennwort auf das angegebene geändert wird.',
    'die Kennwortrichtlinie der Domäne (Alter, Verlauf, Länge, Komplexität oder ein Filter) lehnt es ab',
  ],
  '80230626': [
    'Das Kennwort konnte nicht aktualisiert werden: Den Anmeldeinformationen des Verwaltungsagenten wurde der Zugriff verweigert.',
    'dem Connectorkonto fehlt das Recht an diesem Benutzer',
  ],
  '80230818': [
    'Der Lauf des Verwaltungsagenten wurde beendet: Es konnte kein Domänencontroller erreicht werden.',
    'kein Domänencontroller antwortet',
  ],
  '80231367': [
    'Das Kennwort eines administrativ geschützten Kontos konnte nicht gesetzt werden.',
    'das Konto ist geschützt (adminCount = 1), deshalb erbt es die Rechte des Connectorkontos nicht',
  ],
  '8023061f': [
    'Der Vorgang ist fehlgeschlagen: Auf diesem Verwaltungsagenten ist die Kennwortsynchronisierung nicht aktiviert.',
    'die Gesamtstruktur kam hinzu, nachdem das Rückschreiben eingeschaltet wurde',
  ],
  '8023062C': [
    'Das Kennwort konnte nicht gesetzt werden: Der Server nimmt über eine unsichere Verbindung keine Kennwörter an; nötig ist TLS oder SSL mit 128 Bit.',
    'dieser Server spricht unverschlüsselt mit dem Domänencontroller',
  ],
  '800700CE': [
    'Der Dateiname oder die Erweiterung ist zu lang.',
    'das eigene Kennwort des Connectorkontos ist länger als 256 Zeichen',
  ],
} as const satisfies Record<keyof typeof hrCodes, Translation>
