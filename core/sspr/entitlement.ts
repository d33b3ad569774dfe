/** Which licences open what: writeback asks for a premium plan, a cloud-only reset for any paid suite (writeback.md §1). */
import { grants, isPremium, plansOf } from '#core/entra/licensing.ts'
import type { CloudUser, Subscription } from '#core/entra/model.ts'
import { type ServicePlanName, skuById } from '#core/entra/skus.ts'

type SubscriptionOf = (skuId: string) => Subscription | undefined

export const opensWriteback = (plans: ReadonlySet<ServicePlanName>): boolean => isPremium(plans)

/** Paid, yet without password reset of its own (table of writeback.md §1.2). */
const withoutReset = new Set(['O365_BUSINESS', 'MFA_STANDALONE', 'INTUNE_A', 'Microsoft_Entra_ID_Governance'])

/** "Any paid Office 365 SKU", the published rule for cloud-only users. */
export const opensReset = (user: CloudUser, subscription: SubscriptionOf): boolean =>
  isPremium(plansOf(user.assignedLicenses, subscription)) ||
  user.assignedLicenses.some(({ skuId }) => {
    const sku = skuById(skuId)
    return sku !== undefined && grants(subscription(skuId)) && !withoutReset.has(sku.skuPartNumber)
  })
