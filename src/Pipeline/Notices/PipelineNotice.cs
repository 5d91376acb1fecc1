namespace U2Video.Pipeline.Notices;

/// <summary>What a user should know of a run before its frames are made. The kinds are a closed set.</summary>
public abstract record PipelineNotice
{
    private protected PipelineNotice()
    {
    }
}
