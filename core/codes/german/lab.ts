/** German of `lab.ts`. */
import type { labCodes } from '#core/codes/lab.ts'
import type { Translation } from './translation.ts'

const everyCall = '/lab/v1/openapi.json beschreibt jeden Aufruf.'

export const labGerman = {
  LabSettingInvalid: [
    'Die Einstellung {key} ({from}) ist nicht richtig: {problem}.',
    'eine Einstellung liegt außerhalb dessen, was das Lab verwenden kann',
    '{key} berichtigen, oder für den Standardwert weglassen.',
  ],
  LabPortInUse: [
    'Port {port} wird von einem anderen Programm verwendet, deshalb kann {listener} dort nicht lauschen.',
    'auf einem Port kann nur ein Programm lauschen',
    'Das Programm beenden, oder mit {setting} einen anderen Port wählen (0 nimmt irgendeinen freien).',
  ],
  LabPortForbidden: [
    'Dieses Konto darf auf Port {port} nicht lauschen, deshalb kann {listener} nicht starten.',
    'Ports unter 1024 brauchen auf diesem System ein Vorrecht',
    'Mit {setting} einen Port über 1023 wählen, oder das Vorrecht gewähren.',
  ],
  LabAddressUnknown: [
    'Die Adresse {host} gehört nicht zu diesem Rechner, deshalb kann {listener} dort nicht lauschen.',
    'ein Programm kann nur auf Adressen des eigenen Rechners lauschen',
    'Mit --host 127.0.0.1 oder eine andere Adresse dieses Rechners wählen.',
  ],
  LabDirectoryUnwritable: [
    'In das Datenverzeichnis {folder} kann nicht geschrieben werden ({reason}).',
    'das Lab hält seinen Zustand auf der Platte fest, bevor es eine Änderung bestätigt',
    'Es beschreibbar machen, mit --data ein anderes wählen, oder mit --ephemeral starten.',
  ],
  LabDirectoryInUse: [
    'Das Datenverzeichnis {folder} wird vom Prozess {pid} verwendet.',
    'zwei Programme, die in ein Verzeichnis schreiben, würden einander den Zustand verderben',
    'Den Prozess beenden, oder mit --data ein anderes Verzeichnis wählen.',
  ],
  LabDirectoryOfOther: [
    'Das Datenverzeichnis {folder} gehört zum Lab {owner}, nicht zu {lab}.',
    'die Ids eines Labs folgen aus Name und Startwert, deshalb passt der Zustand des einen nicht zum anderen',
    'Ein anderes Verzeichnis verwenden, oder es als {owner} öffnen.',
  ],
  LabStorageDamaged: [
    '{file} ist bei Byte {offset} beschädigt: {problem}.',
    'eine bestätigte Änderung lässt sich nicht zurücklesen, und beim Weitermachen ginge sie stillschweigend verloren',
    'Das Verzeichnis aus einer Kopie wiederherstellen, oder es entfernen und mit einem neuen Lab beginnen.',
  ],
  LabDiskFailed: [
    'Die Platte hat ein Schreiben in {file} nicht angenommen ({reason}); von jetzt an wird nichts bestätigt.',
    'nach einem gescheiterten Schreiben weiß niemand, was auf der Platte steht',
    'Platz schaffen oder die Platte reparieren, dann neu starten: Was bestätigt wurde, ist da.',
  ],
  LabNotFound: [
    'Ein Lab {lab} gibt es nicht.',
    'Labs werden mit der Id angesprochen, mit der sie angelegt wurden',
    'hybridlab lab list zeigt die vorhandenen Labs.',
  ],
  LabPartAlone: [
    'Dieser Prozess führt nur den Teil {part} aus, und dies braucht alle Teile des Labs.',
    'Labs werden in dem Prozess angelegt, zurückgesetzt und gespielt, der sie alle enthält',
    'Das ganze Lab mit `npm start` starten, oder jeden Teil mit leerem Datenordner neu starten.',
  ],
  LabExists: [
    'Ein Lab {lab} gibt es schon.',
    'die Id eines Labs ist seine Adresse',
    'Eine andere Id wählen, oder zuerst jenes Lab löschen.',
  ],
  LabIdInvalid: [
    '{lab} kann keine Id eines Labs sein: bis zu 40 Kleinbuchstaben, Ziffern und Bindestriche, mit einem Buchstaben beginnend.',
    'die Id wird Teil von Namen, Pfaden und Adressen',
  ],
  LabRequestInvalid: [
    'Die Anforderung ist nicht wie vereinbart: {problem}.',
    'was von außen kommt, wird mit einem Schema gelesen',
    everyCall,
  ],
  LabRequestTooLarge: [
    'Der Inhalt der Anforderung ist größer als {limit}.',
    'was von außen kommt, ist in der Größe begrenzt',
  ],
  LabConnectServerNotFound: [
    'In diesem Lab gibt es keinen Connect-Server {server}.',
    'eine Welt nennt ihre Connect-Server: connect.serverName und connect.furtherServers',
    'GET …/connect-servers zählt die vorhandenen Server auf.',
  ],
  LabRouteUnknown: [
    'Die Steuerungs-API kennt kein {method} {path}.',
    'dort antwortet keine Route',
    everyCall,
  ],
  LabMethodUnknown: [
    '{path} nimmt {method} nicht an; möglich ist {allowed}.',
    'die Route gibt es für andere Methoden',
  ],
  LabSiteForbidden: [
    'Die Steuerungs-API antwortet {site} nicht.',
    'eine andere Website, oder ein Name, der nicht zu diesem Lab gehört, benutzt vielleicht Ihren Browser',
    'Das Lab unter der Adresse öffnen, die es ausgegeben hat.',
  ],
  LabTokenNeeded: [
    'Die Steuerungs-API verlangt hier das Administratortoken.',
    'das Lab lauscht auf einer Adresse, die andere erreichen können',
    'Authorization: Bearer mit dem Token senden, mit dem das Lab gestartet wurde (HYBRIDLAB_ADMIN_TOKEN).',
  ],
  LabSnapshotNotFound: [
    'Das Lab {lab} hat keinen Schnappschuss {snapshot}.',
    'unter diesem Namen wurde keiner gespeichert, oder er wurde gelöscht',
  ],
  LabFaultNotFound: ['Einen Fehler {id} gibt es nicht.', 'er wurde aufgehoben, oder nie gesetzt'],
  LabMessageNotFound: [
    'Es gibt keine Nachricht {id}, die beantwortet werden kann.',
    'nur eine wartende Benachrichtigung kann beantwortet werden',
  ],
  LabScenarioNotFound: [
    'Ein Szenario {scenario} gibt es nicht.',
    'Szenarien sind die Dateien im Ordner scenarios',
    'hybridlab scenario list zeigt sie.',
  ],
  LabScenarioRefused: [
    'Das Szenario {scenario} kann nicht weitergehen: {problem}.',
    'der verlangte Schritt ist nicht der nächste, oder die Welt lässt ihn nicht zu',
  ],
  LabWorldNotFound: [
    'Eine Welt {world} gibt es nicht.',
    'Welten sind die Dateien im Ordner scenarios/worlds',
  ],
  LabWorldOther: [
    'Das Lab {lab} kann nicht zur Welt {world} werden.',
    'jene Welt baut auf {base} auf, mit anderer Gesamtstruktur und anderem Mandanten als dieses Lab',
    'Ein Lab dafür anlegen: hybridlab lab create --world {world}.',
  ],
  LabWorldCircular: [
    'Die Welten erweitern einander im Kreis: {world}.',
    'eine Welt wird aus der aufgebaut, die sie erweitert',
  ],
  LabUnhealthy: [
    'Nicht jeder Teil jedes Labs antwortet.',
    'ein Teil steht, oder antwortet nicht auf eine echte Anforderung',
  ],
  LabUnreachable: [
    'Unter {origin} antwortet kein Lab.',
    'dort läuft kein hybridlab, oder es läuft unter einer anderen Adresse',
    'Eines mit hybridlab start starten, oder mit --url sagen, wo es ist.',
  ],
  LabFailed: [
    'Das Lab ist daran gescheitert; seine Ausgabe sagt mehr.',
    'das ist ein Fehler des Labs, nicht Ihrer Anforderung',
  ],
  LabNoDirectory: [
    'Kein Domänencontroller antwortet ({reason}).',
    'die Verbindung zum Domänencontroller ist gescheitert, oder er hat sie geschlossen',
    'Auf der Tafel der Lehrperson nachsehen, ob ein Fehler gesetzt ist, dann noch einmal versuchen.',
  ],
  LabDirectorySessionEnded: [
    'In dieser Sitzung ist niemand am Domänencontroller angemeldet.',
    'die Sitzung wurde beendet, oder das Lab neu gestartet',
    'Noch einmal anmelden.',
  ],
  LabNoLogonServer: [
    'Es ist kein Anmeldeserver erreichbar, und dieser Benutzer hat sich hier noch nie angemeldet.',
    'ohne Netz kennt eine Arbeitsstation nur die letzten zehn Personen, die sich an ihr angemeldet haben',
    'Das Netz wieder anschließen, und sich einmal anmelden.',
  ],
  LabNoWorkstation: [
    'Die Arbeitsstation erreicht keinen Domänencontroller.',
    'am LDAP-Port des Labs antwortet kein Domänencontroller',
  ],
  LabScenarioFileWrong: [
    'Eine Datei der Geschichten ist falsch: {finding}',
    'Geschichten, Welten und Kurse werden mit einem Schema gelesen, und diese passt nicht dazu',
    'hybridlab scenario lint nennt jede Stelle.',
  ],
} as const satisfies Record<keyof typeof labCodes, Translation>
