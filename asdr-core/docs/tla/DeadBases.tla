----------------------------- MODULE DeadBases -----------------------------
(***************************************************************************)
(* Bases that can never be settled are dropped (PROTOCOL.md, section 6;    *)
(* decision 0002 z): QuorumLeases.tla with the groups (JGroups views) in   *)
(* which members answer before a view is made.                             *)
(*                                                                         *)
(* The groups of a run are fixed, in an order that grows at every member;  *)
(* each member enters any of them at any time, or never, and tells its     *)
(* view and its bases as it enters.  The view of a group is made once all  *)
(* of the group have told, by any of them that has the group, and goes on  *)
(* from any view that was told: so nothing rests on the choice at a merge. *)
(* Only who still has the group installs it.                               *)
(*                                                                         *)
(* Why the rule is sound: a base that is never settled, before or after,   *)
(* may be forgotten, since who forgets it is where it would be had it not  *)
(* approved it, and approving is a promise that none is bound to give.     *)
(***************************************************************************)
EXTENDS QuorumLeases
CONSTANTS Course,     \* the groups of the run
          Again,      \* a group may make more than one view
          Drop
\* Drop: "rule" is the rule. Broken ones, each "rule" but for one thing:
\*   "all"       every base beside the line is dropped, whatever was told
\*   "late"      a member installs views of a group that it has left
\*   "installed" it is enough that the base is not on the line of the view that its member installed,
\*               though all bases of this member may lie beside that view
\*   "same"      views that were made of this very group are called dead

VARIABLES groups, at, told      \* the groups; the one that m has; what was told: [g, m, cur, bases]
dvars == <<views, cur, bases, sv, said, clear, held, granted, begun, groups, at, told>>

Some    == (SUBSET M) \ {{}}
Courses == CASE Course = "heal" -> {<<First, {1,2}, {2,3}, {1,2,3}>>}
             [] Course = "beside" -> {<<First, {1,2}, {1}, {1,3}, {1,2,3}>>}
             [] Course = "again" -> {<<First, {1,2}, {1,2,3}>>}
             [] Course = "any"  -> {<<First, S, T, M>> : S, T \in Some}
DInit == /\ views = <<[mem |-> First, line |-> {}, base |-> {}, dead |-> {}, g |-> 1, c |-> Min(First)]>>
         /\ cur   = [m \in M |-> IF m \in First THEN 1 ELSE 0]
         /\ sv    = cur
         /\ bases = [m \in M |-> IF m \in First THEN {1} ELSE {}]
         /\ clear = {<<1, m>> : m \in First} /\ said = clear
         /\ held = {} /\ granted = {} /\ begun = {Min(First)}
         /\ groups \in Courses /\ at = cur /\ told = {}

Max(S)  == CHOOSE x \in S : \A y \in S : y <= x
Made(g) == {i \in 1..Len(views) : views[i].g = g}
Line(i) == IF i = 0 THEN {} ELSE views[i].line \cup {i}
Says(m, g) == [g |-> g, m |-> m, cur |-> cur[m], bases |-> bases[m]]

\* -> protocol.view.Coordination.onGroup, onQuestion
Enter(m, g) == /\ g > at[m] /\ m \in groups[g]
               /\ at' = [at EXCEPT ![m] = g]
               /\ told' = told \cup {Says(m, g)}
               /\ UNCHANGED <<views, cur, bases, sv, said, clear, held, granted, begun, groups>>
\* The coordinator has installed its view, and asks again.
\* -> protocol.view.Coordination.onQuestion
Answer(m) == LET g == at[m] IN
             /\ Again /\ g > 1 /\ Made(g) # {} /\ cur[views[Max(Made(g))].c] >= Max(Made(g))
             /\ \A t \in told : <<t.g, t.m>> # <<g, m>>
             /\ told' = told \cup {Says(m, g)}
             /\ UNCHANGED <<views, cur, bases, sv, said, clear, held, granted, begun, groups, at>>

\* What was told proves that its member never approved i. Had it, i would be among its bases, or on the line of each of them since
\* a later view was settled: one base on the line of its installed view shows that.
Never(t, i) == /\ i \notin t.bases
               /\ t.cur = 0 \/ i \notin views[t.cur].line
               /\ Drop = "installed" \/ t.bases = {} \/ t.bases \cap Line(t.cur) # {}
DeadOf(T, line, g) ==
  {i \in UNION {t.bases : t \in T} :
     /\ i \notin line
     /\ Drop = "same" \/ views[i].g # g
     /\ Drop = "all" \/ \E t \in T : t.m \in Mem(i) /\ Never(t, i)}
\* -> protocol.view.ViewMaker.make, neverSettled, neverApproved
Make(g, c, p) ==
  LET T    == {t \in told : t.g = g}
      dead == DeadOf(T, Line(p), g) IN
  /\ Len(views) < MaxViews /\ at[c] = g /\ cur[c] > 0
  /\ {t.m : t \in T} = groups[g]
  /\ p \in {t.cur : t \in T} \ {0}
  /\ IF Made(g) = {} THEN TRUE ELSE Again /\ views[Max(Made(g))].c = c
  /\ views' = Append(views, [mem |-> groups[g], line |-> Line(p), base |-> bases[c] \ dead, dead |-> dead, g |-> g, c |-> c])
  /\ told' = told \ T
  /\ UNCHANGED <<cur, bases, sv, said, clear, held, granted, begun, groups, at>>
\* -> protocol.view.Coordination.onMade, protocol.Member.install, protocol.view.Bases.drop
Take(m, i) == /\ views[i].g = at[m] \/ Drop = "late"
              /\ Adopt(m, i, Old(m, i) \ views[i].dead)
              /\ UNCHANGED <<groups, at, told>>
Rest  == UNCHANGED <<groups, at, told>>
DNext == \/ \E m \in M : \/ \E g \in 1..Len(groups) : Enter(m, g) \/ \E p \in 1..Len(views) : Make(g, m, p)
                         \/ Answer(m)
                         \/ \E i \in 1..Len(views) : Take(m, i)
                         \/ (Settle(m) \/ Begin(m)) /\ Rest
         \/ \E g \in M, u \in U : Renew(g, u) /\ Rest
         \/ \E l \in held \cup granted : End(l) /\ Rest
DSpec == DInit /\ [][DNext]_dvars

----------------------------------------------------------------------------
DeadIsNever == \A k \in 1..Len(views) : \A i \in views[k].dead : ~Settled(i)
\* Must be violated: after the split the view of all can be settled, though one member's base lay beside its line.
NeverHeals == ~\E k \in 1..Len(views) : views[k].dead # {} /\ Mem(k) = M /\ \E m \in M : sv[m] = k
=============================================================================
