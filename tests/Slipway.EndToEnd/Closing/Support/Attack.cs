namespace Slipway.EndToEnd.Closing.Support;

/// <summary>What comes of a build that names something that was planted.</summary>
internal enum Outcome
{
    /// <summary>The image holds what was planted.</summary>
    Held,

    /// <summary>No image.</summary>
    Refused,

    /// <summary>An image without it.</summary>
    Clean,
}

/// <summary>What has to come of an attack, whoever plants and builds.</summary>
internal enum Rule
{
    /// <summary>
    /// It is a name in the engine: used when the builder trusts who made the image, but never at a protected level.
    /// </summary>
    Tag,

    /// <summary>It is a digest, which is only ever the one image, whoever made it.</summary>
    Content,

    /// <summary>
    /// It is an image of the tree, reused from the index when the builder trusts who made it, else made anew.
    /// </summary>
    Reuse,

    /// <summary>It is a cache mount, which each scope has for itself.</summary>
    OwnCache,

    /// <summary>
    /// The same with an engine that begins with empty caches when it must not use what it remembers of steps: above the
    /// lowest level.
    /// </summary>
    LowestCache,

    /// <summary>
    /// It is built without what was planted: the name means something of the tree, or is no instruction.
    /// </summary>
    Clean,

    /// <summary>It is built, except at a protected level, without what was planted.</summary>
    CleanOnTag,

    /// <summary>It is never built.</summary>
    Never,
}

/// <summary>A way in which a Dockerfile, a base or the engine's state names something.</summary>
/// <param name="Name">A word, part of the image's name.</param>
/// <param name="Dockerfile">Of the image that is built; <c>{T}</c> and others are filled in.</param>
/// <param name="Docker">With BuildKit of Docker 20.10; null when it makes no sense there.</param>
/// <param name="Buildah">With Buildah 1.28.</param>
/// <param name="Reason">Why what could be held is not.</param>
internal sealed record Attack(string Name, string Dockerfile, Rule? Docker, Rule? Buildah, string Reason = "")
{
    /// <summary>The image's arguments in <c>slipway.yml</c>.</summary>
    public string? Args { get; init; }

    /// <summary>Another file of the image's folder.</summary>
    public (string Name, string Content)? File { get; init; }

    /// <summary>Whether an image is to hold what was planted wherever the builder trusts who did.</summary>
    public static bool MayHold(Actor planter, Actor builder) => planter.Scope is null || builder.Trusts(planter);

    public static Outcome Expected(Rule rule, Actor planter, Actor builder) => rule switch
    {
        Rule.Tag when builder.IsProtected => Outcome.Refused,
        // What a person puts into the engine below protected levels is what the person wants.
        Rule.Tag => MayHold(planter, builder) ? Outcome.Held : Outcome.Refused,
        Rule.Content => Outcome.Held,
        Rule.Reuse => builder.Trusts(planter) ? Outcome.Held : Outcome.Clean,
        Rule.OwnCache => builder.Scope == planter.Scope ? Outcome.Held : Outcome.Clean,
        Rule.LowestCache => builder == Actor.Level1 && planter == Actor.Level1 ? Outcome.Held : Outcome.Clean,
        Rule.CleanOnTag => builder.IsProtected ? Outcome.Refused : Outcome.Clean,
        Rule.Clean => Outcome.Clean,
        _ => Outcome.Refused,
    };
}
