using Slipway.Model.Values;

namespace Slipway.Model.Tasks;

/// <summary>The name of a task's artifact, such as <c>public/image.tar.zst</c>.</summary>
/// <remarks>
/// Printable ASCII, 1024 characters at most, without empty, <c>.</c> or <c>..</c> parts: the services allow more, but
/// the name becomes a part of addresses and, in chain-of-trust artifacts, a key.
/// </remarks>
public readonly record struct ArtifactName
{
    public const int MaximumLength = 1024;

    private readonly string? _value;

    private ArtifactName(string value) => _value = value;

    /// <summary>The image that a task built: a docker-archive compressed with zstd.</summary>
    public static ArtifactName Image { get; } = new("public/image.tar.zst");

    /// <summary>What a worker wrote down of a task: the hashes of its artifacts.</summary>
    public static ArtifactName ChainOfTrust { get; } = new("public/chain-of-trust.json");

    /// <summary>What a task printed, when it has ended.</summary>
    public static ArtifactName Log { get; } = new("public/logs/live_backing.log");

    /// <summary>What a task printed, or prints.</summary>
    public static ArtifactName LiveLog { get; } = new("public/logs/live.log");

    public string Value => _value ?? throw new InvalidOperationException("An artifact name was never given a value.");

    /// <summary>The build context of an image, an artifact of the decision task.</summary>
    public static ArtifactName ContextOf(ImageName image) => new($"public/docker-contexts/{image}.tar.gz");

    public static bool TryParse(string? text, out ArtifactName name)
    {
        name = default;
        if (text is not { Length: > 0 and <= MaximumLength }
            || !text.All(c => c is > ' ' and <= '~')
            || text.Split('/').Any(part => part is "" or "." or ".."))
        {
            return false;
        }

        name = new ArtifactName(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not an artifact's name.</exception>
    public static ArtifactName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not the name of an artifact.");

    public override string ToString() => Value;
}
