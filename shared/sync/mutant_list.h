// The faults that can be planted: name, key of `kedang simulate --mutant`, what is wrong.
#pragma once
#define KEDANG_MUTANTS(X) \
  X(kNoLeave, "no_leave", "the server never says that a record has left") \
  X(kLeaveTold, "leave_told", "the server says that records have left that were never given") \
  X(kPermissionKept, "permission_kept", "what is held is not reviewed when rights are others") \
  X(kCookieBeforeData, "cookie_before_data", "the state is written before the rows it stands for") \
  X(kAnswerBeforeFsync, "answer_before_fsync", "the server answers before its commit is on disk") \
  X(kSameEpoch, "same_epoch", "a restored backup goes on in the old epoch") \
  X(kNoBaseMid, "no_base_mid", "edits do not say which own edit they build on") \
  X(kRightsIgnored, "rights_ignored", "pushes are judged with an administrator's rights") \
  X(kRowLeaked, "row_leaked", "pulls bring records that are not the reader's to know") \
  X(kConflictLeaked, "conflict_leaked", "pulls bring conflicts over records that are not the reader's to know") \
  X(kSnapshotOfEverything, "snapshot_of_everything", "a first load is not filtered") \
  X(kConflictDropped, "conflict_dropped", "conflict records are not written") \
  X(kHistoryDropped, "history_dropped", "some accepted edits leave no history") \
  X(kResultsForgotten, "results_forgotten", "some outcomes are not kept for who asks again") \
  X(kTornTransaction, "torn_transaction", "a crash or a refusal leaves half of a browser's transaction") \
  X(kFailureHidden, "failure_hidden", "a failed write of the browser is reported as done") \
  X(kCookieAhead, "cookie_ahead", "a pull's cookie stands for more than it brings") \
  X(kOutcomesAhead, "outcomes_ahead", "a pull says that more was judged than was") \
  X(kPartTakenForWhole, "part_for_whole", "the first part of a pull says that it is the last") \
  X(kRowLostOnTheWay, "row_lost", "a pull leaves out a record") \
  X(kSegmentLeftOut, "segment_left_out", "a snapshot names one segment too few") \
  X(kSnapshotCookieLate, "snapshot_cookie_late", "a snapshot's cookie is later than its records") \
  X(kDeleteWins, "delete_wins", "a delete takes newer edits with it") \
  X(kStaleAnswers, "stale_answers", "the client takes answers that it no longer waits for") \
  X(kOwedForgotten, "owed_forgotten", "what storage refused once is never written") \
  X(kNoReplay, "no_replay", "after a restore nothing is sent again from the journal") \
  X(kRefusedJournalled, "refused_journalled", "refused edits go where the accepted ones go") \
  X(kNoDedupe, "no_dedupe", "a mutation that comes again is applied again") \
  X(kLastWriterWins, "last_writer_wins", "what is overwritten unseen is in no conflict") \
  X(kHalfGroups, "half_groups", "of a refused group the rest is applied") \
  X(kListsOverwritten, "lists_overwritten", "lists are not joined") \
  X(kHoldIgnored, "hold_ignored", "a held field is overwritten like any other") \
  X(kPurgeDropsPending, "purge_drops_pending", "when a record leaves its pending edits go with it") \
  X(kTrayLostOnReset, "tray_lost_on_reset", "a reset empties the tray") \
  X(kOverlayForgotten, "overlay_forgotten", "after a reset pending edits are not shown") \
  X(kNoJournal, "no_journal", "accepted edits are not kept for a restore of the server") \
  X(kGapsLeft, "gaps_left", "numbers whose edits are gone are not used up") \
  X(kSentIsDone, "sent_is_done", "the outbox forgets an edit when it is sent") \
  X(kClockTrusted, "clock_trusted", "the next attempt waits for a time of day") \
  X(kDelayIgnored, "delay_ignored", "a client that is woken comes before the time that a busy server named") \
  X(kMarkIgnored, "mark_ignored", "a cookie is believed without its rows") \
  X(kDecisionForgets, "decision_forgets", "a conflict is gone when a decision is made, refused or not") \
  X(kRevertOverwrites, "revert_overwrites", "taking back a batch takes later edits with it") \
  X(kQuotaIgnored, "quota_ignored", "an edit that could not be stored is shown as if it were") \
  X(kCapIgnored, "cap_ignored", "pulls bring more than the cap lets a device hold") \
  X(kCapTakesOwn, "cap_takes_own", "the cap counts what is always held, the reader's own records, with the rest") \
  X(kRoomLeft, "room_left", "room that comes under a cap stays empty") \
  X(kWantedIgnored, "wanted_ignored", "a record that is asked for is not given") \
  X(kWipeTakesUnsent, "wipe_takes_unsent", "a wipe destroys edits that were not sent yet") \
  X(kWipeLeavesCopy, "wipe_leaves_copy", "a wiped device keeps its records") \
  X(kWipedAnswered, "wiped_answered", "a device that is to be wiped is served as before") \
  X(kDisabledAnswered, "disabled_answered", "somebody who has no access any more signs in")
