package io.asdr;

/** What a table does where the cluster is split: where a member that lives is not in the others' view. */
public enum WhenSplit {
    /** Both sides go on; at the merge the table's {@link MergePolicy} chooses. Linearizable as long as the cluster is not split. */
    SERVE,
    /** Only the side with a majority goes on, the other throws {@link NotInMajorityException}. Linearizable always. */
    STRICT
}
