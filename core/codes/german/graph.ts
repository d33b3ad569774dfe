/** German of `graph.ts`. */
import type { GraphCase } from '#core/codes/graph.ts'
import type { Translation } from './translation.ts'

export const graphGerman = {
  TokenEmpty: ['Das Zugriffstoken ist leer.', 'Die Anforderung hat keinen Authorization-Header.'],
  TokenMalformed: [
    'IDX14100: Das JWT ist nicht wohlgeformt, es enthält keine Punkte (.).',
    'Was als Token gesendet wurde, ist keines.',
  ],
  TokenInvalid: [
    'Das Zugriffstoken wurde nicht anerkannt. Die Signatur ist ungültig.',
    'Das Token wurde nicht von diesem Host signiert.',
  ],
  TokenExpired: [
    'Die Gültigkeitsprüfung ist fehlgeschlagen, das Token ist abgelaufen.',
    'Nach der Uhr des Labs ist das Token über sein Ende hinaus.',
  ],
  TokenAudience: [
    'Das Zugriffstoken wurde nicht anerkannt. Die Zielgruppe ist ungültig.',
    'Das Token gilt für eine andere Ressource als Graph.',
  ],
  TokenUserGone: [
    'Die Identität der aufrufenden Anwendung oder des Benutzers konnte nicht festgestellt werden.',
    'Der Inhaber des Tokens wurde gelöscht.',
  ],
  TokenRevoked: [
    'Die fortlaufende Zugriffsevaluierung ergab eine Aufforderung mit dem Ergebnis InteractionRequired und dem Code TokenIssuedBeforeRevocationTimestamp',
    'Die Sitzungen des Benutzers wurden nach Ausstellung des Tokens widerrufen, und der Client hat erklärt, dass er die Aufforderung versteht.',
  ],
  AccessDenied: [
    'Die Berechtigungen reichen für diesen Vorgang nicht aus.',
    'Dem Token fehlt die Berechtigung, oder dem Benutzer die Verzeichnisrolle.',
  ],
  MethodsDenied: [
    'Die Anforderung wurde nicht autorisiert',
    'Authentifizierungsmethoden verlangen eine eigene Berechtigung und eine eigene Rolle.',
  ],
  AuditDenied: [
    'Dem aufrufenden Prinzipal fehlt die nötige MSGraph-Berechtigung AuditLog.Read.All',
    'Protokolle werden mit AuditLog.Read.All und einer Berichtsrolle gelesen.',
  ],
  NotPremium: [
    'Der Mandant ist kein B2C-Mandant und hat keine Premiumlizenz',
    'Anmeldeprotokolle über Graph verlangen ein Abonnement mit dem Plan AAD_PREMIUM.',
    'Microsoft Entra ID P1 oder P2 kaufen.',
  ],
  OwnAccount: [
    'Das Kennwort kann nicht zurückgesetzt werden: Administratoren können ihr eigenes Kennwort nicht mit diesem Aufruf zurücksetzen.',
    'Das eigene Kennwort wird geändert, nicht zurückgesetzt.',
  ],
  NotFound: [
    'Die Ressource „{id}“ gibt es nicht, oder eines der von ihr abgefragten Bezugsobjekte ist nicht vorhanden.',
    'Kein Objekt hat diese Id oder diesen Namen.',
  ],
  PhotoNotFound: ['Das Foto wurde nicht gefunden.', 'Der Benutzer hat kein Foto.'],
  SegmentUnknown: [
    'Für das Segment „{segment}“ wurde keine Ressource gefunden.',
    'Der Pfad nennt etwas, das Graph nicht hat, oder das Lab nicht.',
  ],
  MeNeedsUser: [
    'Eine Anforderung an /me ist nur mit delegierter Anmeldung gültig.',
    'Eine Anwendung ist niemandes Ich.',
  ],
  MethodNotAllowed: [
    'Diese HTTP-Methode ist für das Ziel nicht erlaubt.',
    'Den Pfad gibt es, die Methode passt nicht.',
  ],
  BodyMalformed: [
    'Der JSON-Inhalt kann nicht gelesen werden. Der Content-Type-Header muss gesetzt und der Inhalt gültiges JSON sein.',
    'Der Inhalt ist kein JSON.',
  ],
  BodyTooLarge: ['Der Inhalt der Anforderung ist zu groß.', 'Inhalte haben eine Grenze.'],
  BatchTooLarge: [
    'Die Anzahl der Anforderungen im Stapel überschreitet den Höchstwert von 20.',
    'Ein Stapel fasst höchstens zwanzig Anforderungen.',
  ],
  BatchUrl: [
    'Ungültige Stapelanforderung: Die URL von „{id}“ muss relativ zur Version sein, wie in /users.',
    'Die Anforderungen eines Stapels teilen dessen Version.',
  ],
  BatchInvalid: [
    'Das Format des Stapels ist ungültig.',
    'Die Anforderungen eines Stapels brauchen eine Id, eine Methode und eine URL.',
  ],
  DependencyFailed: [
    'Die Anforderung hängt von einer fehlgeschlagenen ab.',
    'Eine Anforderung, von der sie abhängt, ist nicht gelungen.',
  ],
  Throttled: ['Zu viele Anforderungen.', 'Ein Fehler des Labs drosselt diesen Aufruf.'],
  Unavailable: [
    'Der Dienst ist vorübergehend nicht verfügbar.',
    'Ein Fehler des Labs hat diesen Aufruf getroffen.',
  ],
  Internal: [
    'Bei der Bearbeitung der Anforderung ist ein Fehler aufgetreten.',
    'Etwas ist kaputtgegangen, das nicht sollte.',
  ],
  QueryPropertyUnknown: [
    'Der Typ „microsoft.graph.{type}“ hat keine Eigenschaft namens „{property}“.',
    'Die Abfrage nennt eine Eigenschaft, die der Typ nicht hat.',
  ],
  QuerySyntax: ['Ungültige Filterklausel: {detail}', 'Die Abfrageoption kann nicht gelesen werden.'],
  QueryUnsupported: [
    'Nicht unterstützte oder ungültige Filterklausel für die Eigenschaft „{property}“ der Ressource „{type}“.',
    'Nach der Eigenschaft kann nicht auf diese Weise gefragt werden.',
  ],
  QueryAdvanced: [
    'Der Operator oder die Option {detail} wird nicht unterstützt, weil die nötigen Angaben fehlen: der Header ConsistencyLevel: eventual und $count=true.',
    'Erweiterte Abfragen müssen angefordert werden.',
  ],
  SearchNeedsHeader: [
    'Eine Anforderung mit $search gelingt über MSGraph nur mit einem besonderen Header: „ConsistencyLevel: eventual“',
    'Die Suche läuft auf dem Index, der mit Verzögerung stimmt.',
  ],
  OrderUnsupported: [
    'Sortieren nach der Eigenschaft „{property}“ wird für die Ressource „{type}“ nicht unterstützt.',
    'Nur wenige Eigenschaften haben eine Reihenfolge.',
  ],
  PageSize: ['Ungültige Seitengröße: „{size}“. Erlaubt ist 1 bis {most}.', 'Seiten sind begrenzt.'],
  PageSizeUnsupported: [
    'Diese Ressource unterstützt keine eigene Seitengröße. Wiederholen Sie die Anforderung ohne Angabe der Seitengröße.',
    'Kurze Sammlungen kommen ganz.',
  ],
  SkipUnsupported: [
    '„$skip“ wird vom Dienst nicht unterstützt.',
    'Verzeichnisobjekte werden mit $skiptoken geblättert.',
  ],
  ExpandTooMuch: [
    'Mehrere $expand-Eigenschaften werden für diese Ressource nicht unterstützt.',
    'Verzeichnisobjekte erweitern je Abfrage eine Navigationseigenschaft.',
  ],
  PageTokenExpired: [
    'Der angegebene Seitentokenwert ist abgelaufen und kann nicht mehr verwendet werden.',
    'Das $skiptoken wurde nicht für diese Abfrage ausgestellt.',
  ],
  DeltaExpired: [
    'Das Deltatoken ist abgelaufen, und die Daten müssen neu synchronisiert werden.',
    'Das Token stammt aus einem früheren Leben des Mandanten, oder es ist gar keines.',
  ],
  Invalid: ['{message}', 'Ein Wert fehlt oder passt nicht.'],
  PropertyInvalid: [
    'Ungültiger Wert für die Eigenschaft „{property}“ der Ressource „{type}“.',
    'Der Wert passt nicht zur Eigenschaft.',
  ],
  PropertyUnknown: [
    'Die Eigenschaft „{property}“ gibt es beim Typ „microsoft.graph.{type}“ nicht, oder sie ist nicht beschreibbar.',
    'Die Eigenschaft ist unbekannt oder schreibgeschützt.',
  ],
  PropertyMissing: [
    'Für die Eigenschaft „{property}“ der Ressource „{type}“ ist ein Wert nötig.',
    'Die Eigenschaft muss angegeben werden.',
  ],
  UpnTaken: [
    'Ein anderes Objekt mit demselben Wert der Eigenschaft userPrincipalName gibt es schon.',
    'Benutzerprinzipalnamen sind in einem Mandanten eindeutig.',
  ],
  ValueTaken: [
    'Ein anderes Objekt mit demselben Wert der Eigenschaft {property} gibt es schon.',
    'Der Wert muss im Mandanten eindeutig sein.',
  ],
  PropertyConflict: [
    'Ein anderes Objekt mit demselben Wert für die Eigenschaft {property} ist schon vorhanden.',
    'Vorab gefragt: Der Wert könnte nicht verwendet werden.',
  ],
  DomainUnverified: [
    'Der Domänenteil der Eigenschaft userPrincipalName ist ungültig. Verwenden Sie einen der überprüften Domänennamen Ihrer Organisation.',
    'Der Mandant hat die Domäne nicht überprüft.',
  ],
  PasswordWeak: [
    'Das angegebene Kennwort erfüllt die Komplexitätsanforderungen nicht. Geben Sie ein anderes an.',
    'Acht bis 256 Zeichen, drei von vier Arten.',
  ],
  PasswordWrong: [
    'Das angegebene Kennwort stimmt nicht mit dem aktuellen überein.',
    'Das aktuelle Kennwort war nicht richtig.',
  ],
  SyncedProperty: [
    'Die angegebenen Eigenschaften können bei Objekten, die lokal verwaltet und synchronisiert werden oder gerade umziehen, nicht geändert werden.',
    'Das Objekt kommt aus Active Directory; diese Eigenschaften werden dort geändert.',
    'In Active Directory ändern und den nächsten Synchronisierungszyklus abwarten.',
  ],
  SyncedPassword: [
    'Das Kennwort eines lokal verwalteten Benutzers kann mit diesem Aufruf nicht geändert werden.',
    'changePassword schreibt nicht zurück, und das Kennwort wird lokal verwaltet.',
    'Die Seite zum Ändern des Kennworts verwenden, die zurückschreibt.',
  ],
  ReferenceExists: [
    'Mindestens ein hinzugefügter Objektverweis ist in diesen geänderten Eigenschaften schon vorhanden: „{property}“.',
    'Das Objekt ist schon darin.',
  ],
  AssignmentExists: [
    'Im Verzeichnis gibt es schon ein widersprechendes Objekt mit mindestens einem dieser Werte.',
    'Der Prinzipal hat die Rolle schon.',
  ],
  GroupMailEnabled: [
    'Der Dienst unterstützt das Schreiben E-Mail-aktivierter Gruppen zurzeit nicht. mailEnabled darf nicht gesetzt, securityEnabled muss gesetzt sein.',
    'Über Graph sind nur Microsoft 365-Gruppen E-Mail-aktiviert; Verteilerlisten entstehen in Exchange.',
  ],
  GroupKindUnsupported: [
    'Eine Gruppe muss sicherheitsaktiviert sein, oder eine Microsoft 365-Gruppe.',
    'Weder mailEnabled noch securityEnabled ist gesetzt.',
  ],
  RoleAssignableGroup: [
    'Gruppen, denen Rollen zugewiesen werden, müssen sicherheitsaktiviert sein und dürfen keine dynamische Mitgliedschaft haben.',
    'Eine Regel könnte jeden zum Administrator machen.',
  ],
  DynamicMembership: [
    'Unzureichende Berechtigungen oder dynamische Mitgliedschaft: Mitglieder einer dynamischen Gruppe folgen ihrer Regel und können nicht von Hand hinzugefügt oder entfernt werden.',
    'Die Regel entscheidet.',
  ],
  LastAdministrator: [
    'Der letzte globale Administrator des Mandanten kann nicht entfernt werden.',
    'Niemand könnte den Mandanten mehr verwalten.',
  ],
  NewPasswordNeeded: [
    'newPassword ist bei Benutzern nötig, deren Kennwort lokal verwaltet wird.',
    'Von einem erzeugten Kennwort ließe sich nicht wissen, ob es der Richtlinie der Domäne genügt.',
  ],
  ChallengeInvalid: [
    'Die Aufforderung wurde nicht für diesen Benutzer ausgegeben, oder ihre Zeit ist um.',
    'Ein Sicherheitsschlüssel antwortet auf eine Aufforderung von creationOptions, einmal und rechtzeitig.',
  ],
  NotificationEndpoint: [
    'Die Überprüfung des Abonnements ist fehlgeschlagen. {detail}',
    'Die Benachrichtigungs-URL hat das Überprüfungstoken nicht zurückgegeben.',
  ],
  WritebackSwitch: [
    'Das Ändern von passwordWritebackEnabled wird nicht unterstützt.',
    'Dieser Funktionsschalter ist nicht in Gebrauch; der Schalter steht im Portal unter „Lokale Integration“.',
  ],
  UsageLocationMissing: [
    'Einem Benutzer mit ungültigem Nutzungsstandort kann keine Lizenz zugewiesen werden.',
    'Lizenzen werden je Land verkauft: usageLocation muss zuerst gesetzt sein.',
    'Den Nutzungsstandort des Benutzers setzen, dann die Lizenz zuweisen.',
  ],
  LicenseUnknown: [
    'Die Lizenz {skuId} entspricht keiner gültigen Lizenz des Unternehmens.',
    'Der Mandant hat kein solches Abonnement.',
  ],
  LicenseExhausted: [
    'Für das Abonnement mit der SKU {skuId} sind keine Lizenzen mehr verfügbar.',
    'Jede gekaufte Einheit ist zugewiesen.',
  ],
  LicenseNotHeld: [
    'Der Benutzer hat keine entsprechende Lizenz.',
    'Was nicht zugewiesen ist, kann nicht entfernt werden.',
  ],
  NeedsP2: [
    'Der Mandant braucht eine Lizenz AAD Premium 2.',
    'Privileged Identity Management gehört zu Microsoft Entra ID P2.',
    'Microsoft Entra ID P2 kaufen.',
  ],
  Unlicensed: [
    'Ihr Mandant ist für diese Funktion nicht lizenziert.',
    'Die Funktion gehört zu einer Lizenz, die der Mandant nicht gekauft hat.',
  ],
  IdInvalid: [
    'Ungültiger Objektbezeichner „{id}“.',
    'Objekte dieser Art werden mit ihrer Id benannt, einer GUID.',
  ],
  ContentTypeMissing: [
    'Schreibende Anforderungen (außer DELETE) müssen den Content-Type-Header angeben.',
    'Die Anforderung hat einen Inhalt und sagt nicht, von welcher Art.',
  ],
  BatchCircle: [
    'Ungültiges Stapelformat: Die Anforderung „{id}“ hängt von sich selbst ab, direkt oder über andere.',
    'Wovon eine Anforderung abhängt, läuft vor ihr.',
  ],
  MailboxMissing: [
    'Das Postfach ist inaktiv, vorläufig gelöscht oder liegt lokal.',
    'Das Lab hat kein Exchange Online, deshalb hat dort niemand ein Postfach.',
  ],
  DriveMissing: ['Die persönliche Website des Benutzers wurde nicht gefunden.', 'Das Lab hat kein OneDrive.'],
  SharePointMissing: ['Der Mandant hat keine SPO-Lizenz.', 'Das Lab hat kein SharePoint Online.'],
  IntuneMissing: ['Die Anforderung passt nicht zum Zielmandanten.', 'Das Lab hat kein Intune.'],
  WorkloadMissing: [
    '„{segment}“ gehört zu einem Dienst, den dieses Verzeichnis nicht hat.',
    'Graph hat den Pfad, das Lab hat nur das Verzeichnis dahinter.',
  ],
  OptionTwice: [
    'Die Abfrageoption „{option}“ wurde mehr als einmal angegeben, erlaubt ist höchstens einmal.',
    'Jede Abfrageoption hat einen Wert.',
  ],
  OptionUnknown: [
    'Der Abfrageparameter „{option}“ wird nicht unterstützt.',
    'Namen mit einem Dollarzeichen gehören OData, und dieser ist keiner, den Graph annimmt.',
  ],
  OptionsOnEntity: [
    'Die Abfrage in der URI ist nicht gültig. Die Optionen $filter, $orderby, $search, $skip und $top gelten nur für Sammlungen.',
    'Der Pfad nennt ein Objekt, und da gibt es nichts zu filtern, zu sortieren oder zu blättern.',
  ],
  FormatUnsupported: [
    'Zum Inhaltstyp der Anforderung wurde kein unterstützter MIME-Typ gefunden: „{format}“.',
    'Graph antwortet in JSON.',
  ],
  FilterTooManyClauses: [
    'Zu viele untergeordnete Klauseln im Suchfilterausdruck mit „OR“-Operatoren: {count}. Höchstens erlaubt: {most}.',
    'Ein Filter über Verzeichnisobjekte darf fünfzehn Alternativen anbieten, mit or oder mit in geschrieben.',
    'In mehreren Anforderungen fragen, oder in einem Stapel.',
  ],
  FilterTypes: [
    'Ungültige Filterklausel: Ein binärer Operator hat unvereinbare Typen. Gefunden wurden die Operandentypen „{left}“ und „{right}“ für die Operatorart „{operator}“.',
    'Der Wert ist von anderem Typ als die Eigenschaft.',
  ],
  CountSyntax: ['Syntaxfehler in „$count={text}“.', 'true oder false.'],
  OrderSyntax: ['Syntaxfehler in „$orderby={text}“.', 'Eine Eigenschaft, dann asc oder desc.'],
  ExpandSyntax: [
    'Syntaxfehler in „$expand={text}“.',
    'Namen mit Optionen in Klammern, durch Strichpunkte getrennt.',
  ],
  SearchSyntax: [
    'Syntaxfehler: Das Zeichen „{character}“ ist an Position {position} in „{text}“ nicht gültig.',
    'Eine Klausel steht in doppelten Anführungszeichen: "property:words".',
  ],
  SearchProperty: [
    'Die Eigenschaft „{property}“ der Ressource „{type}“ kann nicht durchsucht werden.',
    'Nur wenige Eigenschaften stehen im Suchindex.',
  ],
  ProofInvalid: [
    'Der Besitznachweis fehlt, ist abgelaufen oder nicht mit einem Zertifikat der Anwendung signiert.',
    'addKey und removeKey sind für den, der den Schlüssel eines schon vorhandenen Zertifikats hat.',
  ],
} as const satisfies Record<GraphCase, Translation>
