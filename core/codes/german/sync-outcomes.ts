/** German of `sync-outcomes.ts`. */
import type { exportErrors, syncErrors } from '#core/codes/sync-outcomes.ts'
import type { Translation } from './translation.ts'

export const exportGerman = {
  AttributeValueMustBeUnique: [
    'Ein anderes Objekt des Mandanten hat diesen Wert schon.',
    'mail, proxyAddresses, signInName und userPrincipalName müssen im Mandanten eindeutig sein',
    'Das andere Objekt mit dem Wert suchen, und eines der beiden lokal ändern.',
  ],
  InvalidSoftMatch: [
    'Das Objekt, zu dem dieses passen würde, ist an einen anderen Quellanker gebunden.',
    'der weiche Abgleich hat über die Adresse ein Objekt gefunden, das schon von anderswo synchronisiert wird',
  ],
  InvalidHardMatch: [
    'Die Übernahme eines Cloudobjekts über seinen Anker ist gesperrt.',
    'der Mandant sperrt die Übernahme von Cloudobjekten durch harten Abgleich',
  ],
  ObjectTypeMismatch: [
    'Das passende Objekt ist von anderer Art.',
    'ein Benutzer und eine Gruppe (oder ein Kontakt) haben dieselbe Adresse',
  ],
  ExistingAdminRoleConflict: [
    'Der passende Cloudbenutzer hat eine Administratorrolle.',
    'Benutzer mit Administratorrollen werden nie durch weichen Abgleich übernommen',
    'Die Rolle wegnehmen, synchronisieren, und sie zurückgeben.',
  ],
  IdentityDataValidationFailed: [
    'Ein Wert verletzt die Formatregeln des Mandanten.',
    'der Benutzerprinzipalname enthält Zeichen oder hat eine Form, die der Mandant nicht annimmt',
  ],
  DataValidationFailed: [
    'Ein Wert besteht die Prüfung des Mandanten nicht.',
    'der Wert eines Attributs hat nicht die Form, die der Mandant annimmt',
  ],
  FederatedDomainChangeError: [
    'Ein Anmeldename kann nicht in einem Schritt zwischen zwei Verbunddomänen wechseln.',
    'das alte wie das neue Suffix sind Verbunddomänen',
    'Den Namen auf die onmicrosoft.com-Domäne setzen, synchronisieren, dann den neuen Namen setzen.',
  ],
  LargeObject: [
    'Das Objekt ist zu groß für den Mandanten.',
    'Zertifikate, Foto oder Adressen überschreiten die Grenzen eines exportierten Objekts',
  ],
  ExceededAllowedLength: [
    'Ein Wert ist länger, als der Mandant annimmt.',
    'der Wert eines Attributs überschreitet seine Grenze',
  ],
  DeletionAccessViolation: [
    'Der Mandant schützt dieses Objekt vor dem Löschen (Fehlertyp 114).',
    'das Objekt ist im Mandanten geschützt',
  ],
  QuotaExceeded: [
    'Das Objektkontingent des Mandanten ist erschöpft.',
    'ein Mandant fasst 50.000 Objekte, bis eine Domäne überprüft ist, danach 300.000',
  ],
  ExportFailed: ['Der Mandant hat das Objekt abgelehnt.', 'der Mandant hat ohne bekannten Code geantwortet'],
} as const satisfies Record<keyof typeof exportErrors, Translation>

export const syncGerman = {
  SourceAnchorHasChanged: [
    'Das Attribut sourceAnchor hat sich geändert.',
    'der Anker bindet das Objekt zeitlebens an seinen Zwilling in der Cloud und kann keinen anderen Wert annehmen',
    'Den früheren Wert von ms-DS-ConsistencyGuid wiederherstellen.',
  ],
  'permission-issue': [
    'Das Connectorkonto darf dieses Attribut nicht schreiben.',
    'Active Directory hat das Schreiben mangels Rechten abgelehnt',
    'Dem Connectorkonto Schreibzugriff auf ms-DS-ConsistencyGuid gewähren, und für das Gruppenrückschreiben Set-ADSyncUnifiedGroupWritebackPermissions ausführen.',
  ],
  'unexpected-error': [
    'Active Directory hat das Schreiben abgelehnt.',
    'Active Directory hat einen Fehler geantwortet, der hier keinen Namen hat',
  ],
} as const satisfies Record<keyof typeof syncErrors, Translation>
