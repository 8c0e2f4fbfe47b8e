import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useInspector } from '../inspector-context'
import { formatRoute } from '../model/route'

/** The question in the box, and the address of it: the address follows the box; the box the address only when somebody else changed it. */
export function useQuestion() {
  const { route, goTo } = useInspector()
  const [question, setQuestion] = useState(route.question ?? '')
  const settled = useDeferredValue(question)
  const written = useRef(route.question ?? '')
  useEffect(() => {
    const asked = route.question ?? ''
    if (asked !== written.current) setQuestion(asked)
    written.current = asked
  }, [route.question])
  useEffect(() => {
    written.current = settled
    goTo(formatRoute({ view: 'search', question: settled, filters: route.filters }), 'replace')
  }, [settled, route.filters, goTo])
  return { question, settled, setQuestion }
}
