import { text } from '@sakimori/core/text'

/** What the pages say around the texts of the controls. */
export const say = {
  index: text('Controls', 'コントロール一覧'),
  indexLead: text(
    '{count} controls in {areas} areas: {automated} read and judged by Sakimori, {procedural} questions for a person (✎). Written from the catalogue by `tools/generate/control-pages.ts`; do not edit.',
    '{areas} 分野、{count} コントロール。{automated} 件は Sakimori が読み取って判定し、{procedural} 件は人による確認 (✎) です。`tools/generate/control-pages.ts` がカタログから生成しています。編集しないでください。',
  ),
  indexCommands: text(
    'In the commands, names in capitals (HOST, VM, CLUSTER, SWITCH, PORTGROUP) stand for yours: an inventory path for govc, a name for PowerCLI.',
    'コマンド中の大文字の名前 (HOST、VM、CLUSTER、SWITCH、PORTGROUP) は、govc ではインベントリ パス、PowerCLI では名前に置き換えてください。',
  ),
  control: text('Control', 'コントロール'),
  severity: text('Severity', '重大度'),
  good: text('The good state', 'あるべき状態'),
  back: text('All controls', '一覧に戻る'),
  procedure: text('A person answers this', '人による確認'),
  why: text('Why', 'なぜ重要か'),
  expected: text('What is expected', '期待される状態'),
  expectedAsked: text(
    '✓: the baseline asks for it. A person finds the answer; an attestation in `sakimori.yaml` records it.',
    '✓ は、そのベースラインが求めていることを示す。人が確認し、結果を `sakimori.yaml` の attestations に記録する。',
  ),
  expectedJudged: text(
    '✓: the baseline asks for it. The control weighs what it reads by rules of its own instead of comparing one value.',
    '✓ は、そのベースラインが求めていることを示す。1 つの値との比較ではなく、読み取った内容から判定する。',
  ),
  release: text('Release', 'リリース'),
  reads: text('How Sakimori reads it', '読み取り方法'),
  byHand: text('See it by hand', '手動で確認する'),
  steps: text('How to check', '確認の手順'),
  repair: text('Repair', '対処'),
  writes: text('For example, where {baseline} asks for it on {release}:', '変更の例 ({release}、{baseline} の場合):'),
  setting: text('Setting', '設定'),
  becomes: text('New value', '新しい値'),
  unset: text('(removed)', '(削除)'),
  chosen: text(
    'The right value is the site’s own choice; see “What is expected”.',
    '値は組織で決める必要がある。「期待される状態」を参照。',
  ),
  disruption: text('Disruption', '稼働への影響'),
  impact: text('Side effects', '副作用'),
  wayBack: text('Way back', '元に戻すには'),
  wayBackChange: text(
    'Set the value from before again: the report shows it as “now”, so keep that report.',
    '変更前の値に戻す。その値はレポートの「現在」に示されるので、レポートを保管しておく。',
  ),
  wayBackSteps: text('By hand: note the state before you begin.', '手動で戻す。着手前の状態を控えておく。'),
  published: text('Published as', '公開 ID'),
  frameworks: text('Related items of security frameworks', '関連するフレームワークの項目'),
  ours: text(
    'No baseline publishes this: it is Sakimori’s own.',
    '公開しているベースラインはない。Sakimori 独自のコントロール。',
  ),
  facts: text('Rows of the fact base: {facts}', '元となる項目: {facts}'),
} as const
