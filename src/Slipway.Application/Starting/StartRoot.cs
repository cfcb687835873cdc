using Slipway.Application.Workspaces.Parts;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;

namespace Slipway.Application.Starting;

/// <summary>Where a tree begins that may not show it yet.</summary>
public static class StartRoot
{
    /// <summary>The settings with the current folder as the root where nothing else is one.</summary>
    public static WorkspaceSettings Adjust(WorkspaceSettings settings)
    {
        if (settings.Root is not null)
        {
            return settings;
        }

        try
        {
            return settings with { Root = RootLocator.Find(Environment.CurrentDirectory) };
        }
        catch (SlipwayException problem) when (problem.Diagnostics[0].Code == ConfigurationCodes.RootNotFound)
        {
            return settings with { Root = Environment.CurrentDirectory };
        }
    }
}
