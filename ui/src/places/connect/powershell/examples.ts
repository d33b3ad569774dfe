/** Scripts to begin with: how the story's administrator looked at the change in 2019, and the same today (writeback.md §9.5). */
export interface Example {
  readonly title: string
  readonly script: string
}

const zone = 'Singapore Standard Time'

export const examples: readonly Example[] = [
  {
    title: 'Last password change (2019)',
    script: `Connect-MsolService
Get-MsolUser -All | Select-Object UserPrincipalName, LastDirSyncTime, @{Name='LastPasswordChange'; Expression={[TimeZoneInfo]::ConvertTimeBySystemTimeZoneId($_.LastPasswordChangeTimestamp, '${zone}').ToString('dddd, d MMMM, yyyy h:mm:ss tt')}}`,
  },
  {
    title: 'The same today',
    script: `Connect-MgGraph -Scopes User.Read.All
Get-MgUser -All -Property userPrincipalName,onPremisesLastSyncDateTime,lastPasswordChangeDateTime | Select-Object UserPrincipalName, OnPremisesLastSyncDateTime, @{n='LastPasswordChange'; e={[TimeZoneInfo]::ConvertTimeBySystemTimeZoneId($_.LastPasswordChangeDateTime, '${zone}')}}`,
  },
  {
    title: 'Is writeback on?',
    script: 'Get-ADSyncAADPasswordResetConfiguration\nGet-Service ADSync\nInvoke-ADSyncDiagnostics',
  },
  { title: 'Synchronise now', script: 'Get-ADSyncScheduler\nStart-ADSyncSyncCycle -PolicyType Delta' },
  {
    title: 'Writeback events',
    script:
      'Get-WinEvent -ProviderName PasswordResetService -MaxEvents 10 | Format-Table TimeCreated, Id, LevelDisplayName, Message',
  },
]
