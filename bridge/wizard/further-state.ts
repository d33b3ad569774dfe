/** The part of the wizard's state that the pages of features, devices, federation and troubleshooting show. */
import type { WizardState } from '#core/contracts/connect.ts'
import { cloudApps, offeredAttributes } from '#core/sync/rules/attributes-of-apps.ts'
import { anchorAttributes } from '#core/sync/source-anchor.ts'
import type { Configuration } from '../state/configuration.ts'
import type { Draft } from './draft.ts'

/** Forests that the open page still wants an administrator for. */
export const forestsLeft = ({ page, signedInForests }: Draft, forests: readonly string[]): string[] =>
  page === 'single-sign-on' || page === 'device-forest'
    ? forests.filter((name) => !signedInForests.includes(name))
    : []

export function furtherState(
  draft: Draft,
  forests: readonly string[],
  configuration: Configuration | undefined,
): Partial<WizardState> {
  const { filtering, extensions, availableExtensions, singleSignOn, components, findings, page } = draft
  const { deviceOption, federationTask, sourceAnchor, imported } = draft
  return {
    attributeFiltering: {
      apps: filtering.apps === null ? null : [...filtering.apps],
      offered: [...cloudApps],
      attributes: [...offeredAttributes(filtering)],
    },
    directoryExtensions: {
      available: page === 'directory-extensions' ? [...availableExtensions] : [],
      selected: [...extensions],
    },
    sourceAnchor: { attribute: sourceAnchor, offered: [...anchorAttributes] },
    groupWritebackContainer: draft.groupWritebackContainer,
    singleSignOn,
    forestsToSignIn: forestsLeft(draft, forests),
    telemetry: configuration?.telemetry ?? true,
    components,
    ...(imported === null
      ? {}
      : { imported: { serverName: imported.serverName, exportedAt: imported.exportedAt } }),
    ...(deviceOption === undefined ? {} : { deviceOption }),
    ...(federationTask === undefined ? {} : { federationTask }),
    findings: page === 'troubleshooting' ? findings : [],
  }
}
