/**
 * The control access rights, property sets and validated writes of a forest: facts of MS-ADTS 6.1.1.2.7. One line each:
 * cn|displayName|rightsGuid|validAccesses|localizationDisplayId|appliesTo
 * validAccesses: 256 control access right, 48 property set, 8 validated write.
 */
export const rightsTable = `
Change-Rid-Master|Change Rid Master|d58d5f36-0a98-11d1-adbb-00c04fd8d5cd|256||6617188d-8f3c-11d0-afda-00c04fd930c9
Do-Garbage-Collection|Do Garbage Collection|fec364e0-0a98-11d1-adbb-00c04fd8d5cd|256||f0f8ffab-1191-11d0-a060-00aa006c33ed
Recalculate-Hierarchy|Recalculate Hierarchy|0bc1554e-0a99-11d1-adbb-00c04fd8d5cd|256||f0f8ffab-1191-11d0-a060-00aa006c33ed
Allocate-Rids|Allocate Rids|1abd7cf8-0a99-11d1-adbb-00c04fd8d5cd|256||f0f8ffab-1191-11d0-a060-00aa006c33ed
Change-PDC|Change PDC|bae50096-4752-11d1-9052-00c04fc2d4cf|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
Add-GUID|Add GUID|440820ad-65b4-11d1-a3da-0000f875ae0d|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
Change-Domain-Master|Change Domain Master|014bf69c-7b3b-11d1-85f6-08002be74fab|256||ef9e60e0-56f7-11d1-a9c6-0000f80367c1
Public-Information|Public Information|e48d0154-bcf8-11d1-8702-00c04fb96050|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967a86-0de6-11d0-a285-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2 ce206244-5827-4a86-ba1c-1c0c386c1b64
msmq-Receive-Dead-Letter|msmq Receive Dead Letter|4b6e08c0-df3c-11d1-9c86-006008764d0e|256||9a0dc344-c100-11d1-bbc5-0080c76670c0
msmq-Peek-Dead-Letter|msmq Peek Dead Letter|4b6e08c1-df3c-11d1-9c86-006008764d0e|256||9a0dc344-c100-11d1-bbc5-0080c76670c0
msmq-Receive-computer-Journal|msmq Receive computer Journal|4b6e08c2-df3c-11d1-9c86-006008764d0e|256||9a0dc344-c100-11d1-bbc5-0080c76670c0
msmq-Peek-computer-Journal|msmq Peek computer Journal|4b6e08c3-df3c-11d1-9c86-006008764d0e|256||9a0dc344-c100-11d1-bbc5-0080c76670c0
msmq-Receive|msmq Receive|06bd3200-df3e-11d1-9c86-006008764d0e|256||9a0dc343-c100-11d1-bbc5-0080c76670c0
msmq-Peek|msmq Peek|06bd3201-df3e-11d1-9c86-006008764d0e|256||9a0dc343-c100-11d1-bbc5-0080c76670c0
msmq-Send|msmq Send|06bd3202-df3e-11d1-9c86-006008764d0e|256||9a0dc343-c100-11d1-bbc5-0080c76670c0 46b27aac-aafa-4ffb-b773-e5bf621ee87b
msmq-Receive-journal|msmq Receive journal|06bd3203-df3e-11d1-9c86-006008764d0e|256||9a0dc343-c100-11d1-bbc5-0080c76670c0
msmq-Open-Connector|msmq Open Connector|b4e60130-df3f-11d1-9c86-006008764d0e|256||bf967ab3-0de6-11d0-a285-00aa003049e2
Apply-Group-Policy|Apply Group Policy|edacfd8f-ffb3-11d1-b41d-00a0c968f939|256||f30e3bc2-9ff0-11d1-b603-0000f80367c1
RAS-Information|Remote Access Information|037088f8-0ae1-11d2-b422-00a0c968f939|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967aba-0de6-11d0-a285-00aa003049e2
DS-Install-Replica|DS Install Replica|9923a32a-3607-11d2-b9be-0000f87a36b2|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
Change-Infrastructure-Master|Change Infrastructure Master|cc17b1fb-33d9-11d2-97d4-00c04fd8d5cd|256||2df90d89-009f-11d2-aa4c-00c04fd7d83a
Update-Schema-Cache|Update Schema Cache|be2bb760-7f46-11d2-b9ad-00c04f79f805|256||bf967a8f-0de6-11d0-a285-00aa003049e2
Recalculate-Security-Inheritance|Recalculate Security Inheritance|62dd28a8-7f46-11d2-b9ad-00c04f79f805|256||f0f8ffab-1191-11d0-a060-00aa006c33ed
DS-Check-Stale-Phantoms|DS Check Stale Phantoms|69ae6200-7f46-11d2-b9ad-00c04f79f805|256||f0f8ffab-1191-11d0-a060-00aa006c33ed
Certificate-Enrollment|Certificate Enrollment|0e10c968-78fb-11d2-90d4-00c04f79dc55|256||e5209ca2-3bba-11d2-90cc-00c04fd91ab1
Self-Membership|Self Membership|bf9679c0-0de6-11d0-a285-00aa003049e2|8||bf967a9c-0de6-11d0-a285-00aa003049e2
Validated-DNS-Host-Name|Validated DNS Host Name|72e39547-7b18-11d1-adef-00c04fd8d5cd|8||bf967a86-0de6-11d0-a285-00aa003049e2 ce206244-5827-4a86-ba1c-1c0c386c1b64
Validated-SPN|Validated SPN|f3a64788-5306-11d1-a9c5-0000f80367c1|8||bf967a86-0de6-11d0-a285-00aa003049e2 ce206244-5827-4a86-ba1c-1c0c386c1b64
Generate-RSoP-Planning|Generate RSoP Planning|b7b1b3dd-ab09-4242-9e30-9980e5d322f7|256||19195a5b-6da0-11d0-afd3-00c04fd930c9 bf967aa5-0de6-11d0-a285-00aa003049e2
Refresh-Group-Cache|Refresh Group Cache|9432c620-033c-4db7-8b58-14ef6d0bf477|256||f0f8ffab-1191-11d0-a060-00aa006c33ed
Reload-SSL-Certificate|Reload SSL Certificate|1a60ea8d-58a6-4b20-bcdc-fb71eb8a9ff8|256||f0f8ffab-1191-11d0-a060-00aa006c33ed
SAM-Enumerate-Entire-Domain|SAM Enumerate Entire Domain|91d67418-0135-4acc-8d79-c08e857cfbec|256||bf967aad-0de6-11d0-a285-00aa003049e2
Generate-RSoP-Logging|Generate RSoP Logging|b7b1b3de-ab09-4242-9e30-9980e5d322f7|256||19195a5b-6da0-11d0-afd3-00c04fd930c9 bf967aa5-0de6-11d0-a285-00aa003049e2
Domain-Other-Parameters|Other Domain Parameters (for use by SAM)|b8119fd0-04f6-4762-ab7a-4986c76b3f9a|48||19195a5b-6da0-11d0-afd3-00c04fd930c9
DNS-Host-Name-Attributes|DNS Host Name Attributes|72e39547-7b18-11d1-adef-00c04fd8d5cd|48||bf967a86-0de6-11d0-a285-00aa003049e2 ce206244-5827-4a86-ba1c-1c0c386c1b64
Create-Inbound-Forest-Trust|Create Inbound Forest Trust|e2a36dc9-ae17-47c3-b58b-be34c55ba633|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
DS-Replication-Get-Changes-All|DS Replication Get Changes All|1131f6ad-9c07-11d1-f79f-00c04fc2dcd2|256||bf967a8f-0de6-11d0-a285-00aa003049e2 bf967a87-0de6-11d0-a285-00aa003049e2 19195a5b-6da0-11d0-afd3-00c04fd930c9
Migrate-SID-History|Migrate SID History|ba33815a-4f93-4c76-87f3-57574bff8109|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
Reanimate-Tombstones|Reanimate Tombstones|45ec5156-db7e-47bb-b53f-dbeb2d03c40f|256||bf967a8f-0de6-11d0-a285-00aa003049e2 bf967a87-0de6-11d0-a285-00aa003049e2 19195a5b-6da0-11d0-afd3-00c04fd930c9
Allowed-To-Authenticate|Allowed To Authenticate|68b1d179-0d15-4d4f-ab71-46152e79a7bc|256||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967aba-0de6-11d0-a285-00aa003049e2 bf967a86-0de6-11d0-a285-00aa003049e2 ce206244-5827-4a86-ba1c-1c0c386c1b64
DS-Execute-Intentions-Script|DS Execute Intentions Script|2f16c4a5-b98e-432c-952a-cb388ba33f2e|256||ef9e60e0-56f7-11d1-a9c6-0000f80367c1
DS-Replication-Monitor-Topology|DS Replication Monitor Topology|f98340fb-7c5b-4cdb-a00b-2ebdfa115a96|256||bf967a8f-0de6-11d0-a285-00aa003049e2 bf967a87-0de6-11d0-a285-00aa003049e2 19195a5b-6da0-11d0-afd3-00c04fd930c9
Update-Password-Not-Required-Bit|Update Password Not Required Bit|280f369c-67c7-438e-ae98-1d46f3c6f541|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
Unexpire-Password|Unexpire Password|ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
Enable-Per-User-Reversibly-Encrypted-Password|Enable Per User Reversibly Encrypted Password|05c74c5e-4deb-43b4-bd9f-86664c2a7fd5|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
DS-Query-Self-Quota|DS Query Self Quota|4ecc03fe-ffc0-4947-b630-eb672a8a9dbc|256||da83fc4f-076f-4aea-b4dc-8f4dab9b5993
Private-Information|Private Information|91e647de-d96f-4b70-9557-d63ff4f3ccd8|48||bf967aba-0de6-11d0-a285-00aa003049e2 4828cc14-1437-45bc-9b07-ad6f015e5f28
MS-TS-GatewayAccess|MS-TS-GatewayAccess|ffa6f046-ca4b-4feb-b40d-04dfee722543|48||bf967a86-0de6-11d0-a285-00aa003049e2 ce206244-5827-4a86-ba1c-1c0c386c1b64
Terminal-Server-License-Server|Terminal Server License Server|5805bc62-bdc9-4428-a5e2-856a0f4c185e|48||bf967aba-0de6-11d0-a285-00aa003049e2 4828cc14-1437-45bc-9b07-ad6f015e5f28
Domain-Administer-Server|Domain Administer Server|ab721a52-1e2f-11d0-9819-00aa0040529b|256||bf967aad-0de6-11d0-a285-00aa003049e2
User-Change-Password|User Change Password|ab721a53-1e2f-11d0-9819-00aa0040529b|256||bf967a86-0de6-11d0-a285-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2 4828cc14-1437-45bc-9b07-ad6f015e5f28 ce206244-5827-4a86-ba1c-1c0c386c1b64
User-Force-Change-Password|User Force Change Password|00299570-246d-11d0-a768-00aa006e0529|256||bf967a86-0de6-11d0-a285-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2 4828cc14-1437-45bc-9b07-ad6f015e5f28 ce206244-5827-4a86-ba1c-1c0c386c1b64
Send-As|Send As|ab721a54-1e2f-11d0-9819-00aa0040529b|256||bf967a86-0de6-11d0-a285-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2 4828cc14-1437-45bc-9b07-ad6f015e5f28 ce206244-5827-4a86-ba1c-1c0c386c1b64
Receive-As|Receive As|ab721a56-1e2f-11d0-9819-00aa0040529b|256||bf967a86-0de6-11d0-a285-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2 4828cc14-1437-45bc-9b07-ad6f015e5f28 ce206244-5827-4a86-ba1c-1c0c386c1b64
Send-To|Send To|ab721a55-1e2f-11d0-9819-00aa0040529b|256||bf967a9c-0de6-11d0-a285-00aa003049e2
Domain-Password|Domain Password & Lockout Policies|c7407360-20bf-11d0-a768-00aa006e0529|48||19195a5b-6da0-11d0-afd3-00c04fd930c9 19195a5a-6da0-11d0-afd3-00c04fd930c9
General-Information|General Information|59ba2f42-79a2-11d0-9020-00c04fc2d3cf|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967aba-0de6-11d0-a285-00aa003049e2
User-Account-Restrictions|Account Restrictions|4c164200-20c0-11d0-a768-00aa006e0529|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967a86-0de6-11d0-a285-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2 ce206244-5827-4a86-ba1c-1c0c386c1b64
User-Logon|Logon Information|5f202010-79a5-11d0-9020-00c04fc2d4cf|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967aba-0de6-11d0-a285-00aa003049e2
Membership|Group Membership|bc0ac240-79a9-11d0-9020-00c04fc2d4cf|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967aba-0de6-11d0-a285-00aa003049e2
Open-Address-Book|Open Address Book|a1990816-4298-11d1-ade2-00c04fd8d5cd|256||3e74f60f-3e73-11d1-a9c0-0000f80367c1
Personal-Information|Personal Information|77b5b886-944a-11d1-aebd-0000f80367c1|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967a86-0de6-11d0-a285-00aa003049e2 5cb41ed0-0e4c-11d0-a286-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2 ce206244-5827-4a86-ba1c-1c0c386c1b64
Email-Information|Phone and Mail Options|e45795b2-9455-11d1-aebd-0000f80367c1|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 bf967a9c-0de6-11d0-a285-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2
Web-Information|Web Information|e45795b3-9455-11d1-aebd-0000f80367c1|48||4828cc14-1437-45bc-9b07-ad6f015e5f28 5cb41ed0-0e4c-11d0-a286-00aa003049e2 bf967aba-0de6-11d0-a285-00aa003049e2
DS-Replication-Get-Changes|DS Replication Get Changes|1131f6aa-9c07-11d1-f79f-00c04fc2dcd2|256||bf967a8f-0de6-11d0-a285-00aa003049e2 bf967a87-0de6-11d0-a285-00aa003049e2 19195a5b-6da0-11d0-afd3-00c04fd930c9
DS-Replication-Synchronize|DS Replication Synchronize|1131f6ab-9c07-11d1-f79f-00c04fc2dcd2|256||bf967a8f-0de6-11d0-a285-00aa003049e2 bf967a87-0de6-11d0-a285-00aa003049e2 19195a5b-6da0-11d0-afd3-00c04fd930c9
DS-Replication-Manage-Topology|DS Replication Manage Topology|1131f6ac-9c07-11d1-f79f-00c04fc2dcd2|256||bf967a8f-0de6-11d0-a285-00aa003049e2 bf967a87-0de6-11d0-a285-00aa003049e2 19195a5b-6da0-11d0-afd3-00c04fd930c9
Change-Schema-Master|Change Schema Master|e12b56b6-0a95-11d1-adbb-00c04fd8d5cd|256||bf967a8f-0de6-11d0-a285-00aa003049e2
DS-Replication-Get-Changes-In-Filtered-Set|DS Replication Get Changes In Filtered Set|89e95b76-444d-4c62-991a-0facbeda640c|256||19195a5b-6da0-11d0-afd3-00c04fd930c9 bf967a87-0de6-11d0-a285-00aa003049e2 bf967a8f-0de6-11d0-a285-00aa003049e2
Run-Protect-Admin-Groups-Task|Run Protect Admin Groups Task|7726b9d5-a4b4-4288-a6b2-dce952e80a7f|256||19195a5b-6da0-11d0-afd3-00c04fd930c9
Manage-Optional-Features|Manage Optional Features|7c0e2a7c-a419-48e4-a995-10180aad54dd|256||ef9e60e0-56f7-11d1-a9c6-0000f80367c1
Read-Only-Replication-Secret-Synchronization|Read Only Replication Secret Synchronization|1131f6ae-9c07-11d1-f79f-00c04fc2dcd2|256||bf967a8f-0de6-11d0-a285-00aa003049e2 bf967a87-0de6-11d0-a285-00aa003049e2 19195a5b-6da0-11d0-afd3-00c04fd930c9
`
