import { Circle, Lock, MessageSquare, Star, WifiOff } from 'lucide-react';
import { Badge, type Tone } from '../../ui/badge.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { ErrorNotice } from '../../ui/error-notice.js';
import { Skeleton } from '../../ui/skeleton.js';
import { Spinner } from '../../ui/spinner.js';
import styles from './design-page.module.css';
import { Example, Section } from './section.js';

const TONES: readonly Tone[] = ['neutral', 'accent', 'success', 'warning', 'danger'];

export function FeedbackParts() {
  return (
    <Section title="Feedback">
      <StatusExamples />
      <PlaceExamples />
    </Section>
  );
}

function StatusExamples() {
  return (
    <>
      <Example caption="Badge">
        {TONES.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Badge icon={<Star />}>Host</Badge>
        <Badge tone="danger">3</Badge>
      </Example>
      <Example caption="Spinner">
        <Spinner size="small" />
        <Spinner />
        <Spinner size="large" />
        <Spinner label="Joining…" />
      </Example>
      <Example caption="Banner" isWide>
        <div className={styles.stack}>
          <Banner tone="warning" busy>
            Reconnecting… Others may not hear you.
          </Banner>
          <Banner tone="danger" icon={<WifiOff />} action={<Button size="small">Try again</Button>}>
            No connection
          </Banner>
          <Banner tone="success">You are back</Banner>
          <Banner icon={<Lock />}>This meeting is locked</Banner>
          <Banner tone="accent" icon={<Circle />}>
            You are sharing your screen
          </Banner>
        </div>
      </Example>
      <Example caption="ErrorNotice" isWide>
        <ErrorNotice
          title="Your camera is blocked"
          action={
            <Button size="small" variant="quiet">
              Try again
            </Button>
          }
        >
          Allow it with the camera symbol in the address bar, then try again.
        </ErrorNotice>
      </Example>
    </>
  );
}

function PlaceExamples() {
  return (
    <>
      <Example caption="EmptyState">
        <EmptyState icon={<MessageSquare />} title="No messages yet" action={<Button size="small">Say hello</Button>}>
          What is written here stays with the meeting.
        </EmptyState>
      </Example>
      <Example caption="Skeleton">
        <div className={styles.stack} aria-busy="true">
          <Skeleton shape="circle" />
          <Skeleton />
          <Skeleton shape="block" />
        </div>
      </Example>
      <Example caption="Card">
        <Card>
          <h3>Weekly</h3>
          <p>Four people, since 10:02</p>
        </Card>
      </Example>
    </>
  );
}
