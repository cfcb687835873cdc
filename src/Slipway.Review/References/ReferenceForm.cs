namespace Slipway.Review.References;

/// <summary>How a registry image is referred to.</summary>
public enum ReferenceForm
{
    /// <summary><c>&lt;registry&gt;/&lt;name&gt;@sha256:…</c>, the repo digest that <c>HASH</c> pins.</summary>
    RepoDigest,

    /// <summary><c>&lt;registry&gt;/&lt;name&gt;:&lt;VERSION&gt;</c></summary>
    Tag,
}
