import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// Only what bars need. Drawn on a canvas, which asks nothing of the content policy.
use([BarChart, GridComponent, CanvasRenderer])

export interface Bar {
  label: string
  /** In the smallest unit; below nought where more went back than came. */
  value: number
  /** The value as people read it. */
  text: string
}

export interface Colours {
  bar: string
  ink: string
  soft: string
  line: string
}

/** How many bars that lie under each other are told apart at a glance; the table has all. */
export const MOST_LYING = 12

/** Names beside lying bars leave room for the bars on a phone. */
const NAMES = { width: 110, overflow: 'truncate' as const }

/** Behind lying bars there is room for an amount. */
const ROOM = 84

/** The colours of the theme that is on. */
export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    bar: token('--dai'),
    ink: token('--ink'),
    soft: token('--ink-soft'),
    line: token('--line'),
  }
}

/** Bars from nought. Standing for what goes on in time, with the highest one labelled; lying for names, each labelled. */
export function optionOf(bars: Bar[], lying: boolean, colours: Colours) {
  const names = bars.map((one) => one.label)
  const highest = Math.max(...bars.map((one) => one.value))
  const most = bars.findIndex((one) => one.value === highest && one.value > 0)
  const kinds = {
    type: 'category' as const,
    data: names,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
    axisLabel: { color: colours.soft, hideOverlap: true, ...(lying && NAMES) },
  }
  const amounts = {
    type: 'value' as const,
    axisLabel: { show: false },
    splitLine: { show: false },
  }
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 4, right: lying ? ROOM : 8, top: 26, bottom: 4, containLabel: true },
    xAxis: lying ? amounts : kinds,
    yAxis: lying ? kinds : amounts,
    series: [
      {
        type: 'bar' as const,
        barMaxWidth: lying ? 18 : 44,
        itemStyle: { color: colours.bar, borderRadius: lying ? [0, 3, 3, 0] : [3, 3, 0, 0] },
        label: {
          show: true,
          position: lying ? ('right' as const) : ('top' as const),
          color: colours.ink,
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            lying || dataIndex === most ? (bars[dataIndex]?.text ?? '') : '',
        },
        // The one label of standing bars grows towards the middle, so that it stays inside.
        data: bars.map(({ value }, place) => ({
          value,
          label: lying
            ? {}
            : { align: place * 2 > bars.length ? ('right' as const) : ('left' as const) },
        })),
      },
    ],
  }
}

/** Draws into an element, and again as often as told; lets go when ended. */
export function chartIn(element: HTMLElement) {
  const chart: EChartsType = init(element)
  const watch = new ResizeObserver(() => chart.resize())
  watch.observe(element)
  return {
    draw: (bars: Bar[], lying: boolean) =>
      chart.setOption(optionOf(bars, lying, coloursNow()), { notMerge: true }),
    end() {
      watch.disconnect()
      chart.dispose()
    },
  }
}
