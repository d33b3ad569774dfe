/** For the sign-in pages: must this user register security info first (AADSTS50125), and with what ticket? */
import type { CloudUser } from '#core/entra/model.ts'
import { type RegistrationNeed, registrationNeed } from '#core/sspr/registration.ts'
import type { TenantDirectory } from '../directory/tenant-directory.ts'
import { registrationSubjectOf } from './tenant-reset.ts'

export const registrationNeeded = (directory: TenantDirectory, user: CloudUser): RegistrationNeed =>
  registrationNeed(registrationSubjectOf(directory, user), directory.lab.clock.now())
