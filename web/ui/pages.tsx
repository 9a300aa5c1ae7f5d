import type { ReactNode } from 'react';
import { Component, lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import InboxPage from '../inbox/inbox.page.tsx';
import { homeOf, Layout } from './layout.tsx';
import { SessionGate, useMe } from './session.tsx';
import { Failed, Loading, Nothing } from './states.tsx';

// The inbox is what most people open; every other page is fetched when it is first asked for.
const TaskPage = lazy(() => import('../inbox/task.page.tsx'));
const NewChoice = lazy(() => import('../cases/new-choice.page.tsx'));
const NewPage = lazy(() => import('../cases/new.page.tsx'));
const CasesPage = lazy(() => import('../cases/cases.page.tsx'));
const CasePage = lazy(() => import('../cases/case.page.tsx'));
const RegisterPage = lazy(() => import('../audit/register.page.tsx'));
const RegistersPage = lazy(() => import('../registers/index.page.tsx'));
const OneRegisterPage = lazy(() => import('../registers/register.page.tsx'));
const TalkRulesPage = lazy(() => import('../talks/rules.page.tsx'));
const ReportersPage = lazy(() => import('../keeper/reporters.page.tsx'));
const OperatorPage = lazy(() => import('../admin/operator.page.tsx'));

/** A page that breaks says so in its place instead of taking everything down; drafts are in local storage. */
class Guard extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };
  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }
  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <Failed error={this.state.error} retry={() => window.location.reload()} />;
  }
}

function Home(): ReactNode {
  return <Redirect to={homeOf(useMe())} replace />;
}

/** All addresses of the product and the page behind each. */
export function Pages(): ReactNode {
  const [path] = useLocation();
  return (
    <SessionGate>
      <Layout>
        <Guard key={path}>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/" component={Home} />
              <Route path="/login" component={Home} />
              <Route path="/inbox" component={InboxPage} />
              <Route path="/tasks/:id">{({ id }) => <TaskPage key={id} id={id} />}</Route>
              <Route path="/new" component={NewChoice} />
              <Route path="/new/:process">
                {({ process }) => <NewPage key={process} process={process} />}
              </Route>
              <Route path="/cases" component={CasesPage} />
              <Route path="/cases/:id">{({ id }) => <CasePage key={id} id={id} />}</Route>
              <Route path="/audit" component={RegisterPage} />
              <Route path="/reporters" component={ReportersPage} />
              <Route path="/registers" component={RegistersPage} />
              <Route path="/registers/talk-rules" component={TalkRulesPage} />
              <Route path="/registers/:name">
                {({ name }) => <OneRegisterPage key={name} name={name} />}
              </Route>
              <Route path="/admin" component={OperatorPage} />
              <Route>
                <Nothing title="没有这个页面" hint="请从上方菜单进入。" />
              </Route>
            </Switch>
          </Suspense>
        </Guard>
      </Layout>
    </SessionGate>
  );
}
