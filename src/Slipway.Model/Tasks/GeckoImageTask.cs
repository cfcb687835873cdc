namespace Slipway.Model.Tasks;

/// <summary>In what tasks of images differ between versions of gecko; the default is the newest known.</summary>
public sealed record GeckoImageTask
{
    /// <summary>The alias of the workers that build images.</summary>
    public string Worker { get; init; } = "images-gcp";

    /// <summary>The alias of the workers that build images for arm64.</summary>
    public string Arm64Worker { get; init; } = "images-aarch64";

    /// <summary>Where the builder leaves the image.</summary>
    public string ImagePath { get; init; } = "/workspace/out/image.tar.zst";

    /// <summary>The image whose task is tried again when it is killed; null where there is none.</summary>
    public string? Retried { get; init; } = "funsize-update-generator";
}
