/** What can be done from the search, without a place to go to. */
import { useLab } from '../lab/lab-store.ts'
import { t } from '../lab/language.ts'
import { useLesson } from '../lab/lesson-store.ts'
import { useScenario } from '../lab/scenario-store.ts'
import { useTheme } from '../lab/theme.ts'
import { useToasts } from '../lab/toast-store.ts'
import { synchronise } from '../places/connect/connect-door.ts'
import type { SearchEntry } from './search-entries.ts'
import { useStage } from './stage-store.ts'

export function searchActions(): readonly SearchEntry[] {
  const [lab, lessons, scenario, stage, theme, toasts] = [
    useLab(),
    useLesson(),
    useScenario(),
    useStage(),
    useTheme(),
    useToasts(),
  ]
  const where = t('Action')

  async function move(advance: string): Promise<void> {
    const ran = await lab.setClock({ advance })
    toasts.done(t('{count} jobs ran.', { count: ran.length }))
  }
  async function synchroniseNow(): Promise<void> {
    const answer = await synchronise('Delta')
    if (answer.ok) toasts.done(t('A delta cycle ran.'))
    else toasts.refused(answer.failure)
  }
  async function begin(id: string): Promise<void> {
    stage.open('/guide')
    await scenario.start(id)
  }

  return [
    { title: t('Synchronise now (delta)'), where, icon: 'refresh', act: synchroniseNow },
    { title: t('Advance the clock by 30 minutes'), where, icon: 'forward', act: () => move('PT30M') },
    { title: t('Advance the clock by a day'), where, icon: 'forward', act: () => move('P1D') },
    {
      title: lab.frozen ? t('Let the clock run') : t('Freeze the clock'),
      where,
      icon: lab.frozen ? 'play' : 'stop',
      act: () => lab.setClock({ frozen: !lab.frozen }),
    },
    { title: t('Next theme: light, dark, projector'), where, icon: 'theme', act: theme.next },
    {
      title: t('Show or hide why something was refused'),
      where,
      icon: 'bulb',
      act: () => {
        lessons.hidden = !lessons.hidden
      },
    },
    ...scenario.offered.map(
      ({ id, title }): SearchEntry => ({
        title: t('Start: {title}', { title }),
        where: t('Guided lab'),
        icon: 'guide',
        act: () => begin(id),
      }),
    ),
  ]
}
