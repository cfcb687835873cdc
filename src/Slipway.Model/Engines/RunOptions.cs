namespace Slipway.Model.Engines;

/// <summary>Options of containers that an engine carries out by itself instead of handing them on.</summary>
public static class RunOptions
{
    /// <summary>The command is the container's first process, as some images need it.</summary>
    public const string NoInit = "--init=false";

    /// <summary>As the user who runs the command here.</summary>
    public const string AsCaller = "--user=caller";
}
