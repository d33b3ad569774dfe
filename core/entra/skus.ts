/**
 * What Microsoft sells, as far as identity is concerned: SKUs with their service plans. Ids and plans from Microsoft's
 * licensing reference (CSV, January 2026). Of the large bundles only the identity plans are listed; `plansInAll` says how
 * many there are.
 */
export const servicePlanIds = {
  AAD_PREMIUM: '41781fb2-bc02-4b7c-bd55-b576c07bb09d',
  AAD_PREMIUM_P2: 'eec0eb4f-6444-4f95-aba0-50c24d67f998',
  AAD_BASIC: 'c4da7f8a-5ee2-4c99-a7e1-87d2df57f6fe',
  AAD_BASIC_EDU: '1d0f309f-fdf9-4b2a-9ae7-9c48b91f1426',
  AAD_EDU: '3a3976ce-de18-4a87-a78e-5e9245e252df',
  AAD_SMB: 'de377cbc-0019-4ec2-b77c-3f223947e102',
  MFA_PREMIUM: '8a256a2b-b617-496d-b51b-e76466e88db0',
  ADALLOM_S_DISCOVERY: '932ad362-64a8-4783-9106-97849a1a30b9',
  ADALLOM_S_STANDALONE: '2e2ddb96-6af9-4b1d-a3f0-d6ecfd22edb2',
  ATA: '14ab5db5-e6c4-4b20-b4bc-13e36fd2227f',
  EXCHANGE_S_FOUNDATION: '113feb6c-3fe4-4440-bddc-54d774bf0318',
  INTUNE_A: 'c1ec4a95-1f05-45b3-a911-aa3fa01094f5',
  RMS_S_ENTERPRISE: 'bea4c11e-220a-4e6d-8eb8-8ea15d019f90',
  RMS_S_PREMIUM: '6c57d4b6-3b23-47a5-9bc9-69f17b4947b3',
  RMS_S_PREMIUM2: '5689bec4-755d-4753-8b61-40975025187c',
  Entra_Identity_Governance: 'e866a266-3cff-43a3-acca-0c90a7e00c8b',
  INTUNE_O365: '882e1d05-acd1-4ccb-8708-6ee03664b117',
  TEAMS1: '57ff2da0-773e-42df-b2af-ffb7a2317929',
} as const
export type ServicePlanName = keyof typeof servicePlanIds

export interface Sku {
  readonly skuId: string
  readonly skuPartNumber: string
  readonly product: string
  readonly plans: readonly ServicePlanName[]
  readonly plansInAll: number
}

const isPlan = (name: string): name is ServicePlanName => name in servicePlanIds

const sku = (skuPartNumber: string, skuId: string, product: string, plans: string, plansInAll = 0): Sku => {
  const known = plans.split(' ').filter(isPlan)
  return { skuId, skuPartNumber, product, plans: known, plansInAll: Math.max(plansInAll, known.length) }
}

export const skus: readonly Sku[] = [
  sku('AAD_BASIC', '2b9c8e7c-319c-43a2-a2a0-48c5c6161de7', 'Entra ID Basic', 'AAD_BASIC', 1),
  sku(
    'AAD_PREMIUM',
    '078d2b04-f1bd-4111-bbd4-b4b1b354cef4',
    'Entra ID P1',
    'AAD_PREMIUM MFA_PREMIUM ADALLOM_S_DISCOVERY EXCHANGE_S_FOUNDATION',
    4,
  ),
  sku(
    'AAD_PREMIUM_P2',
    '84a661c4-e949-4bd2-a560-ed7766fcaf2b',
    'Entra ID P2',
    'AAD_PREMIUM AAD_PREMIUM_P2 MFA_PREMIUM ADALLOM_S_DISCOVERY EXCHANGE_S_FOUNDATION',
    5,
  ),
  sku(
    'AAD_PREMIUM_FACULTY',
    '30fc3c36-5a95-4956-ba57-c09c2a600bb9',
    'Entra ID P1 for Faculty',
    'AAD_PREMIUM MFA_PREMIUM',
    4,
  ),
  sku(
    'EMS',
    'efccb6f7-5641-4e0e-bd10-b4976e1bf68e',
    'EMS E3',
    'AAD_PREMIUM MFA_PREMIUM ADALLOM_S_DISCOVERY EXCHANGE_S_FOUNDATION INTUNE_A RMS_S_ENTERPRISE RMS_S_PREMIUM',
    7,
  ),
  sku(
    'EMSPREMIUM',
    'b05e124f-c7cc-45a0-a6aa-8cf78c946968',
    'EMS E5',
    'AAD_PREMIUM AAD_PREMIUM_P2 MFA_PREMIUM ADALLOM_S_STANDALONE ATA EXCHANGE_S_FOUNDATION INTUNE_A RMS_S_ENTERPRISE RMS_S_PREMIUM RMS_S_PREMIUM2',
    10,
  ),
  sku(
    'EMS_EDU_FACULTY',
    'aedfac18-56b8-45e3-969b-53edb4ba4952',
    'EMS A3 for Faculty',
    'AAD_PREMIUM AAD_EDU MFA_PREMIUM',
    10,
  ),
  sku('SPE_E3', '05e9a617-0261-4cee-bb44-138d3ef5d965', 'Microsoft 365 E3', 'AAD_PREMIUM MFA_PREMIUM', 50),
  sku(
    'SPE_E5',
    '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
    'Microsoft 365 E5',
    'AAD_PREMIUM AAD_PREMIUM_P2 MFA_PREMIUM',
    86,
  ),
  sku('M365_F1', '44575883-256e-4a79-9da4-ebe9acabe2b2', 'Microsoft 365 F1', 'AAD_PREMIUM MFA_PREMIUM', 14),
  sku(
    'M365_F1_COMM',
    '50f60901-3181-4b75-8a2c-4c8e4c1d5a72',
    'Microsoft 365 F1',
    'AAD_PREMIUM MFA_PREMIUM',
    18,
  ),
  sku('SPE_F1', '66b55226-6b4f-492c-910c-a3b7a3c9d993', 'Microsoft 365 F3', 'AAD_PREMIUM MFA_PREMIUM', 39),
  sku(
    'SPB',
    'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
    'Microsoft 365 Business Premium',
    'AAD_PREMIUM AAD_SMB MFA_PREMIUM',
    55,
  ),
  sku(
    'O365_BUSINESS_PREMIUM',
    'f245ecc8-75af-4f8e-b61f-27d8114de5f3',
    'Microsoft 365 Business Standard',
    '',
    37,
  ),
  sku(
    'O365_BUSINESS_ESSENTIALS',
    '3b555118-da6a-4418-894f-7df1e2096870',
    'Microsoft 365 Business Basic',
    '',
    13,
  ),
  sku('O365_BUSINESS', 'cdd28e44-67e3-425e-be4c-737fab2899d3', 'Microsoft 365 Apps for Business', '', 5),
  sku('STANDARDPACK', '18181a46-0d4e-45cd-891e-60aabd171b4e', 'Office 365 E1', '', 34),
  sku('ENTERPRISEPACK', '6fd2c87f-b296-42f0-b197-1e91e994b900', 'Office 365 E3', 'TEAMS1', 36),
  sku('ENTERPRISEPREMIUM', 'c7df2760-2c81-4ef7-b578-5b5392b571df', 'Office 365 E5', '', 56),
  sku(
    'ENTERPRISEPREMIUM_NOPSTNCONF',
    '26d45bd9-adf1-46cd-a9e1-51e9a5524128',
    'Office 365 E5 w/o Audio Conf.',
    '',
    55,
  ),
  sku('DESKLESSPACK', '4b585984-651b-448a-9e53-3b10f069cf7f', 'Office 365 F3', '', 26),
  sku(
    'M365EDU_A3_FACULTY',
    '4b590615-0888-425a-a965-b3bf7789848d',
    'Microsoft 365 A3 Faculty',
    'AAD_PREMIUM AAD_BASIC_EDU MFA_PREMIUM',
    46,
  ),
  sku(
    'M365EDU_A3_STUDENT',
    '7cfd9a2b-e110-4c39-bf20-c6a3f36a3121',
    'Microsoft 365 A3 Students',
    'AAD_PREMIUM AAD_BASIC_EDU MFA_PREMIUM',
    44,
  ),
  sku(
    'M365EDU_A5_FACULTY',
    'e97c048c-37a4-45fb-ab50-922fbf07a370',
    'Microsoft 365 A5 Faculty',
    'AAD_PREMIUM AAD_PREMIUM_P2 AAD_BASIC_EDU MFA_PREMIUM',
    76,
  ),
  sku(
    'M365EDU_A5_STUDENT',
    '46c119d4-0379-4a9d-85e4-97c66d3f909e',
    'Microsoft 365 A5 Students',
    'AAD_PREMIUM AAD_PREMIUM_P2 AAD_BASIC_EDU MFA_PREMIUM',
    74,
  ),
  sku(
    'DEVELOPERPACK_E5',
    'c42b9cae-ea4f-4ab7-9717-81576235ccac',
    'M365 E5 Developer',
    'AAD_PREMIUM AAD_PREMIUM_P2 MFA_PREMIUM',
    71,
  ),
  sku(
    'IDENTITY_THREAT_PROTECTION',
    '26124093-3d78-432b-b5dc-48bf992543d5',
    'M365 E5 Security add-on',
    'AAD_PREMIUM_P2',
    8,
  ),
  sku('SPE_F5_SEC', '67ffe999-d9ca-49e1-9d2c-03fb28aa7a48', 'M365 F5 Security add-on', 'AAD_PREMIUM_P2', 7),
  sku(
    'SPE_F5_SECCOMP',
    '32b47245-eb31-44fc-b945-a8b1576c439f',
    'M365 F5 Sec + Compliance add-on',
    'AAD_PREMIUM_P2',
    28,
  ),
  sku('MFA_STANDALONE', 'cb2020b1-d8f6-41c0-9acd-8ff3d6d7831b', 'Azure MFA', 'MFA_PREMIUM', 2),
  sku('INTUNE_A', '061f9ace-7d42-4136-88ac-31dc755f143f', 'Intune', 'INTUNE_A', 1),
  sku(
    'Microsoft_Entra_ID_Governance',
    'cf6b0d46-4093-4546-a0ab-0b1546dcc10e',
    'Entra ID Governance',
    'Entra_Identity_Governance',
    1,
  ),
  sku('Microsoft_Entra_Suite', 'f9602137-2203-447b-9fff-41b36e08ce5d', 'Entra Suite', 'AAD_PREMIUM_P2'),
]

const byId = new Map(skus.map((entry) => [entry.skuId, entry]))
const byPart = new Map(skus.map((entry) => [entry.skuPartNumber.toUpperCase(), entry]))
export const skuById = (skuId: string): Sku | undefined => byId.get(skuId.toLowerCase())
export const skuByPartNumber = (skuPartNumber: string): Sku | undefined =>
  byPart.get(skuPartNumber.toUpperCase())

/** Which service a plan belongs to, as `assignedPlans[].service` spells it. */
export function serviceOfPlan(plan: ServicePlanName): string {
  if (plan.startsWith('AAD_') || plan.startsWith('Entra_')) return 'AADPremiumService'
  if (plan.startsWith('MFA_')) return 'MultiFactorService'
  if (plan.startsWith('RMS_')) return 'RMSOnline'
  if (plan.startsWith('INTUNE_')) return 'SCO'
  if (plan === 'TEAMS1') return 'TeamspaceAPI'
  return plan.startsWith('EXCHANGE_') ? 'exchange' : 'Adallom'
}
