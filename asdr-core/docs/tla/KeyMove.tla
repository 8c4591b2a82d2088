------------------------------ MODULE KeyMove ------------------------------
(***************************************************************************)
(* How one key comes from the old half of a table that moves to another    *)
(* key format to the new one (PROTOCOL.md, section 7; decision 0002 bf).   *)
(*                                                                         *)
(* Each half is one register here: that a partition is one, whoever owns   *)
(* it, is what Asdr.tla shows.  A write of the old half that was begun may *)
(* be committed by a later owner, until an owner writes once more what is  *)
(* there.  What an owner remembers goes with its tenure.  Any number of    *)
(* movers, of which each may stop at any time: whatever one of them has    *)
(* asked, heard or sent stays known for ever, so each message is late,     *)
(* lost or repeated at will.                                               *)
(***************************************************************************)
EXTENDS Naturals
CONSTANTS MaxWrites, MaxTenures, Rule
\* Rule: "rule" is the rule. Broken ones, each "rule" but for one thing:
\*   "drain"     TAKE is answered while the old half still writes
\*   "settle"    TAKE does not write once more what is there
\*   "tenure"    a value is adopted in whatever tenure
\*   "takeFirst" the tenure is asked for after the value was taken
\*   "present"   a key that has come is served before the old half said that it has nothing more
\*   "purge"     the old half is purged before the value was adopted
\*   "end"       the move ends although something is left

VARIABLES old, begun, drains,   \* the old half: its value (0: none); writes that were begun; whether it begins no more
          new, here, tenure,    \* the new half: its value; whether its owner was told that the old half has nothing; its owner's tenure
          over,                 \* the move has ended
          truth, writes,        \* the newest committed value (0: removed); how many writes there were
          asked, taken, adopted \* what movers know: tenures; tenures with what was taken then; values that were adopted
vars == <<old, begun, drains, new, here, tenure, over, truth, writes, asked, taken, adopted>>

Values == 0..MaxWrites
Init == /\ old = 0 /\ begun = {} /\ drains = FALSE /\ new = 0 /\ here = FALSE /\ tenure = 1 /\ over = FALSE
        /\ truth = 0 /\ writes = 0 /\ asked = {} /\ taken = {} /\ adopted = {}

\* A call runs where the key is: a write has a value of its own, a removal has none.
Change(value) == IF value = 0 THEN writes' = writes ELSE value = writes + 1 /\ writes' = value
\* -> protocol.owner.OwnerRole.begin, protocol.owner.Adoption.refusal
BeginOld(value) == /\ ~drains /\ Change(value)
                   /\ begun' = begun \cup {value}
                   /\ UNCHANGED <<old, drains, new, here, tenure, over, truth, asked, taken, adopted>>
\* -> protocol.owner.OwnerRole.onCommitted, writeAgain
CommitOld(value) == /\ value \in begun /\ begun' = begun \ {value}
                    /\ old' = value /\ truth' = value
                    /\ UNCHANGED <<drains, new, here, tenure, over, writes, asked, taken, adopted>>
Serves == here \/ over \/ (Rule = "present" /\ new # 0)
\* -> protocol.owner.Adoption.refusal, isElsewhere
WriteNew(value) == /\ Serves /\ Change(value)
                   /\ new' = value /\ truth' = value
                   /\ UNCHANGED <<old, begun, drains, here, tenure, over, asked, taken, adopted>>
\* The owner of the old half has installed the view that moves.
\* -> protocol.view.ViewMaker.make, protocol.Partition.drains
Drain == /\ ~drains /\ drains' = TRUE
         /\ UNCHANGED <<old, begun, new, here, tenure, over, truth, writes, asked, taken, adopted>>
\* Another owner of the new half, or the same in a new tenure: what it was told is forgotten.
\* -> protocol.owner.Adoption.begin
Begin == /\ ~over /\ tenure < MaxTenures /\ tenure' = tenure + 1 /\ here' = FALSE
         /\ UNCHANGED <<old, begun, drains, new, over, truth, writes, asked, taken, adopted>>

\* -> runtime.KeyMove.bring, protocol.owner.Adoption.refusal
Ask == /\ ~over /\ asked' = asked \cup {tenure}
       /\ UNCHANGED <<old, begun, drains, new, here, tenure, over, truth, writes, taken, adopted>>
\* -> protocol.owner.CallExecution.decide, protocol.owner.Adoption.isUnsettled, protocol.owner.OwnerRole.writePresent
Take(t) == /\ drains \/ Rule = "drain"
           /\ t \in asked \/ Rule = "takeFirst"
           /\ begun' = IF Rule = "settle" THEN begun ELSE {}
           /\ taken' = taken \cup {<<t, old>>}
           /\ UNCHANGED <<old, drains, new, here, tenure, over, truth, writes, asked, adopted>>
\* What is known to be here is left alone; so is what is there already.
\* -> protocol.owner.Adoption.refusal
Adopt(t, value) == /\ ~over /\ <<t, value>> \in taken
                   /\ here \/ t = tenure \/ Rule = "tenure"
                   /\ Rule = "takeFirst" => t \in asked
                   /\ here' = (here \/ value = 0)
                   /\ new' = IF here \/ value = 0 \/ new # 0 THEN new ELSE value
                   /\ adopted' = adopted \cup {value}
                   /\ UNCHANGED <<old, begun, drains, tenure, over, truth, writes, asked, taken>>
\* -> protocol.owner.CallExecution.decide
Purge(value) == /\ drains /\ value # 0 /\ old = value
                /\ value \in adopted \/ (Rule = "purge" /\ \E t \in asked : <<t, value>> \in taken)
                /\ old' = 0 /\ begun' = {}
                /\ UNCHANGED <<drains, new, here, tenure, over, truth, writes, asked, taken, adopted>>
\* All have said, in one view, that the old half is empty at them.
\* -> protocol.view.ViewMaker.make, protocol.Partition.isDrained
End == /\ ~over
       /\ (drains /\ old = 0) \/ Rule = "end"
       /\ over' = TRUE /\ begun' = {}
       /\ UNCHANGED <<old, drains, new, here, tenure, truth, writes, asked, taken, adopted>>

Next == \/ \E value \in Values : BeginOld(value) \/ CommitOld(value) \/ WriteNew(value) \/ Purge(value)
        \/ Drain \/ Begin \/ Ask \/ End
        \/ \E t \in 1..MaxTenures : Take(t) \/ \E value \in Values : Adopt(t, value)
Spec == Init /\ [][Next]_vars

----------------------------------------------------------------------------
\* What is present in either half may be read there: it is the newest.
Hit == /\ old # 0 => old = truth
       /\ new # 0 => new = truth
\* Whoever is told that there is nothing can rely on it.
Miss == here \/ over => new = truth
\* Nothing is lost on the way, whoever stops.
Kept == truth \in {old, new}
\* Must be violated: the value has come, was replaced in the new half, and the move is over.
NeverMoves == ~(over /\ adopted # {} /\ new \notin adopted /\ new # 0)
=============================================================================
