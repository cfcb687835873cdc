using System.Collections.Immutable;

namespace Slipway.Trust.Verdicts;

/// <summary>All rules, in the order in which they are asked.</summary>
public static class TrustRules
{
    private const string Rebuild = "Do not use what the task made; look at who created the task, and build it again.";
    private const string Report = "Do not use it, and tell those who look after the workers and their keys.";

    private const string Fetch =
        "See to it that what is named here can be fetched, and ask again: what was not looked at need not be wrong.";

    public static readonly ImmutableArray<TrustRule> All =
    [
        new(
            "4.0",
            "Paths of a claimed task",
            "The artifacts that a claimed task asks for have plain relative paths; patterns only where they are "
                + "optional.",
            "Correct payload.upstreamArtifacts of the task in the tree, and create the task again."),
        new(
            "4.1",
            "The target",
            "The task about which is asked has a type, and is there.",
            "Ask about a task that the Queue knows, with its right type."),
        new(
            "4.2",
            "Tasks, types and workers",
            "Every task of the chain is known to the Queue, has an allowed type, and exactly one kind of worker "
                + "runs it.",
            "Correct the task in the tree, and create it again; when it has expired, build again."),
        new(
            "4.3",
            "The walk",
            "The chain has an end, and every task of it says what it needs.",
            "Shorten the chain of tasks, or correct extra and payload.upstreamArtifacts of the task."),
        new(
            "4.4",
            "Chain-of-trust artifacts",
            "Every task of the chain published public/chain-of-trust.json and its signature.",
            "Let the task have features.chainOfTrust on workers that sign, and run it again."),
        new(
            "4.5",
            "Signatures",
            "A key that is listed for the kind of worker signed exactly these bytes, and they speak of this very task.",
            Report),
        new(
            "4.6",
            "Artifacts",
            "What is used of a task is listed in its chain of trust, was published, and has the hash that was signed.",
            Rebuild),
        new(
            "4.7",
            "Pools",
            "Decisions, actions and images are made on pools that the policy lists for them; signing by scriptworkers.",
            "Run the task on a listed pool, or have the pool added to the policy by those who may."),
        new(
            "4.8",
            "The plan",
            "The task is in the task graph that its decision or action published, and says the same there.",
            Rebuild),
        new(
            "4.9",
            "Decisions rebuilt",
            "The definition of a decision or action follows from .taskcluster.yml at its revision and from the push.",
            "Do not use what was planned by it; look at who created the decision task."),
        new(
            "4.10",
            "Workers",
            "Nobody could type into the task: it was not interactive, and had no remote desktop.",
            "Run the task again without interactive features."),
        new(
            "4.11",
            "The image that ran",
            "The worker ran the image that the image's task built and signed; or one of a registry, where that "
                + "is allowed.",
            "Run the task again with an image that is built by a task of the chain."),
        new(
            "4.12",
            "Source",
            "All tasks come from repositories that the policy trusts for what the target may do.",
            "Do the work on a branch that may do it."),
        new(
            "7.1",
            "Parents of images",
            "The image that an image was built on satisfies every rule too.",
            "Do not use the image. Mend what is wrong with its parent, as it is said here; build that again, and then "
                + "the image."),
        new(
            "7.2",
            "Bytes of archives and contexts",
            "Image archives, build contexts, and what the target published have the hashes that workers signed.",
            "Do not use it: somebody or something has changed it since. Build it again.")
        {
            UncheckedRemedy = Fetch,
        },
        new(
            "7.3",
            "Registry images",
            "An image of a registry is pinned by its digest, the worker says which image ID ran, and the "
                + "allowlist has it.",
            "Pin the image by digest, and let somebody review it and add its image ID to the allowlist; run it on a "
                + "worker that says which image it ran."),
        new(
            "7.4",
            "Indexed images",
            "No task runs in an image that is looked up in the index when it starts: the index can be moved at "
                + "any time.",
            "Let the task depend on the image's task, and name that in payload.image."),
        new(
            "7.5",
            "Levels of pools",
            "Nothing of the chain was made on a pool, or signed with a key, of a lower level than the target's or the "
                + "one that is asked for.",
            "Build it again at the level that is needed.")
        {
            UncheckedRemedy = "Build it again on a pool whose name says its level.",
        },
        new(
            "7.6",
            "Trusted repositories",
            "Every task of the chain comes from a trusted repository, whatever the target may do, and none from "
                + "a pull request.",
            "Build it again from a repository that the policy trusts."),
        new(
            "7.7",
            "What the worker wrote",
            "The chain of trust is complete, of version 1, and of the very run, worker and definition that the "
                + "Queue knows.",
            Report),
        new(
            "7.8",
            "Completed tasks",
            "Every task of the chain completed.",
            "Use what a task made only when it completed; run it again."),
        new(
            "7.9",
            "Optional artifacts",
            "An optional artifact may be missing; one that is there has the hash that was signed.",
            Rebuild),
        new(
            "7.10",
            "Artifacts without a hash",
            "What is used has at least one hash.",
            Report),
        new(
            "7.11",
            "Hashes of images",
            "The hashes that say which image ran are of an algorithm that the policy lists.",
            Report),
        new(
            "7.12",
            "One pool, said twice",
            "taskQueueId says the same as provisionerId and workerType.",
            Rebuild),
        new(
            "7.13",
            "Nothing but the plan",
            "A task has nothing that its plan lacks, but what the Queue adds itself.",
            Rebuild),
        new(
            "7.14",
            "Parents that plan",
            "The parent of a task is a decision or an action, so that a plan is asked.",
            Rebuild),
        new(
            "7.15",
            "What a task is",
            "A task that makes images or plans is asked as one, whatever others call it, and says one thing of itself.",
            "Build the image on a listed pool, under one name and level; name a decision as the parent that it is."),
        new(
            "7.16",
            "One group",
            "A task is of the same group as the decision or action that planned it.",
            Rebuild),
        new(
            "7.17",
            "The text null",
            "A decision has no member with the text null that its template does not give it.",
            "Do not use what was planned by it; look at who created the decision task."),
        new(
            "7.18",
            "JSON that is plain",
            "No name stands twice in one object, every number is one, every text is Unicode: all readers "
                + "understand the same.",
            Report),
        new(
            "7.19",
            "One push",
            "The push log knows exactly one push for the revision.",
            "Find out why the repository lists the revision twice; do not use what was planned for it."),
        new(
            "7.20",
            "Plain addresses",
            "Addresses of sources do not climb with .. and do not hide the repository behind percent signs.",
            "Correct metadata.source in the tree, and create the task again."),
        new(
            "7.21",
            "Powers of tasks",
            "No task of the chain was privileged, an administrator, had the worker's Docker, or shared a cache "
                + "across levels.",
            "Take the power away from the task, and run it again."),
        new(
            "7.22",
            "No circles",
            "No image was built with the help of itself.",
            "Do not use it; look at the tasks, and build the images again in order."),
        new(
            "7.23",
            "The branch",
            "The commit of a push to GitHub is on the branch that the decision claims.",
            "Do not use what was planned by it; look at who created the decision task."),
        new(
            "7.24",
            "Inside archives",
            "An archive holds the image that workers say they ran, and one that the policy allows; a context is the "
                + "one that the task names.",
            Rebuild)
        {
            UncheckedRemedy = Fetch,
        },
        new(
            "7.25",
            "What the tree gives",
            "The task claims the digest, and has the context, that the tree at its revision gives the image.",
            "Do not use it: it is not what its source makes. Build it again.")
        {
            UncheckedRemedy =
                "See to it that the repository can be reached, or ask again in a checkout that has the revision.",
        },
        new(
            "7.26",
            "External bases",
            "Images of registries that a Dockerfile names are pinned by their digests, and the policy allows them.",
            "Pin the base in the Dockerfile, or allow it in the policy, and build the image again.")
        {
            UncheckedRemedy = "List the bases that may be used below 'bases' of the policy, and see to it that the "
                + "context of the task can be fetched.",
        },
        new(
            "7.27",
            "Named branches",
            "The revision can be reached from a branch that the policy names; being served is not enough.",
            "Do not use what was planned for it; land the commit on a branch that counts.")
        {
            UncheckedRemedy = "See to it that the branches of the repository can be fetched, and ask again.",
        },
        new(
            "7.28",
            "Parameters",
            "The parameters that a decision published are of the revision, repository, event and level of its push.",
            "Do not use what was planned by it; look at who created the decision task."),
        new(
            "7.29",
            "Its place in the index",
            "The task to which a namespace leads says itself, in its routes, that it belongs there.",
            "Find out who put it there or moved it."),
        new(
            "7.30",
            "Led back",
            "A latest leads to no older push than it did before, and to none that is older than the policy allows.",
            "Find out who moved it or stopped it from moving; 'slipway load --allow-older' takes one that is older "
                + "than before, and none that is older than the policy allows."),
        new(
            "8.1",
            "Statements",
            "There is a signed statement about the image, in a bundle that every reader understands alike.",
            "Build the image with --sign; or sign it with 'slipway trust attest' on the machine that built it, which "
                + "refuses what was not built there. What none of your own built is not to be used."),
        new(
            "8.2",
            "Who signed",
            "A key that the policy lists under 'signers' signed exactly this statement.",
            "Do not use the image; or have the key added to the policy by those who may."),
        new(
            "8.3",
            "Keys that count",
            "The key that signed is not revoked, and counts today.",
            "Sign the image again with a key that counts: 'slipway trust attest' where it was built, or build it again "
                + "with --sign."),
        new(
            "8.4",
            "What is said",
            "The statement says which image was built, from which inputs and parents, by whom and at which level.",
            "Build the image again with --sign."),
        new(
            "8.5",
            "The image that is there",
            "The statement speaks of the very image that is there.",
            "Do not use it: it is another image than the one that was signed."),
        new(
            "8.6",
            "Levels and builders",
            "The key may speak for the builder and for the level, and the level is the one that is asked for.",
            "Build it again at the level that is needed, from a checkout whose remote is known, and sign it with a key "
                + "that may speak for it; or have the policy list what the key may speak for: its 'level', 'builders', "
                + "'images' and 'repositories'."),
        new(
            "8.7",
            "Parents of statements",
            "The images that it was built on, as far as statements about them are at hand, satisfy every rule too.",
            "Do not use the image. Mend what is wrong with its parent, as it is said here; build that again, and then "
                + "the image.")
        {
            UncheckedRemedy = "Get what was signed about the parent, or have it signed where it was built: nothing is "
                + "known to be wrong with it.",
        },
        new(
            "8.8",
            "What no statement covers",
            "No statement is asked for about bases from elsewhere, and the bytes themselves are not read: it is said, "
                + "and nothing is refused.",
            "List the bases that may be used below 'bases' of the policy; 'slipway fsck' reads the bytes of the "
                + "store."),
        new(
            "8.9",
            "What is asked for",
            "The statement speaks of the image that is asked for, built of the inputs and on the images that the tree "
                + "gives it.",
            "Do not use it: who led to this image meant another one, or put it in its place. Build it again."),
        new(
            "8.10",
            "Listed images",
            "Where 'built-images' of the policy lists what an image may be, it is one of these.",
            "Look at what changed in it; when it is as it should be, allow it below 'built-images' of the policy."),
        new(
            "8.11",
            "Bases of statements",
            "Where 'bases' of the policy lists images of registries, what it was built on from elsewhere is pinned and "
                + "one of these.",
            "Pin the base by its digest in the Dockerfile; or have it added to 'bases' of the policy, which has to be "
                + "there where 'must-check' names bases."),
    ];

    public static TrustRule? Find(string number) => All.FirstOrDefault(rule => rule.Number == number);

    /// <summary>Where a rule stands in the order.</summary>
    internal static int Order(string number) => All.IndexOf(Find(number)!);
}
