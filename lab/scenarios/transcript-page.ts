/** A transcript as a page to print: no script, nothing from elsewhere. */
import type { Transcript } from '#core/contracts/scenario-progress.ts'

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const text = (value: string): string => value.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)

/** The first line of the learner's text, without its Markdown. */
const plain = (markdown: string): string => markdown.replace(/[*_`]/g, '').trim()

const minutes = (seconds: number | undefined): string =>
  seconds === undefined
    ? ''
    : `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

function row(step: Transcript['steps'][number], at: number): string {
  const answers = step.answers.map(({ given, right }) => `${right ? '✓' : '✗'} ${given.join(', ')}`)
  const cells = [
    String(at + 1),
    plain(step.say),
    step.done ? (step.doneBy === 'lab' ? 'shown' : 'done') : '',
    minutes(step.wallSeconds),
    minutes(step.labSeconds),
    step.hints === 0 ? '' : String(step.hints),
    answers.join(' · '),
  ]
  return `<tr>${cells.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`
}

const style = `body{font:14px/1.45 system-ui,sans-serif;margin:2rem;color:#1b1b1b}h1{font-size:1.4rem}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ccc;padding:.35rem .5rem;text-align:left;vertical-align:top}
th{font-weight:600}@media print{body{margin:0}}`

export function transcriptPage({ title, lab, begun, steps, score }: Transcript): string {
  const day = new Date(begun.wall).toISOString().slice(0, 16).replace('T', ' ')
  const heads = ['', 'Step', '', 'Time', 'Lab time', 'Hints', 'Answers']
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${text(title)}: transcript</title><style>${style}</style></head>
<body><h1>${text(title)}</h1>
<p>Lab ${text(lab)}, begun ${day} UTC. ${score.done} of ${score.steps} steps done, ${score.byLearner} of them by the learner;
${score.rightAtOnce} of ${score.questions} questions right at once; ${score.hints} hints.</p>
<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>${steps.map(row).join('\n')}</tbody></table></body></html>
`
}
