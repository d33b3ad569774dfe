/**
 * What a user's licences entitle them to. Plans of a subscription count while it is Enabled or Warning (the grace
 * period); a plan the administrator switched off does not. Source: Graph subscribedSku, licenseUnitsDetail; the rule for
 * Warning follows the portal's edition banner.
 */
import type { AssignedLicense, Subscription } from './model.ts'
import { type ServicePlanName, servicePlanIds, skuById } from './skus.ts'

export const grants = (subscription: Subscription | undefined): boolean =>
  subscription?.capabilityStatus === 'Enabled' || subscription?.capabilityStatus === 'Warning'

/** Names of the plans that are on for a holder of these licences. */
export function plansOf(
  licences: readonly AssignedLicense[],
  subscription: (skuId: string) => Subscription | undefined,
): ReadonlySet<ServicePlanName> {
  const plans = new Set<ServicePlanName>()
  for (const licence of licences) {
    if (!grants(subscription(licence.skuId))) continue
    for (const plan of skuById(licence.skuId)?.plans ?? []) {
      if (!licence.disabledPlans.includes(servicePlanIds[plan])) plans.add(plan)
    }
  }
  return plans
}

/** Password writeback and reports ask for one of these. */
export const premiumPlans = ['AAD_PREMIUM', 'AAD_PREMIUM_P2'] as const satisfies readonly ServicePlanName[]

export const isPremium = (plans: ReadonlySet<ServicePlanName>): boolean =>
  premiumPlans.some((plan) => plans.has(plan))
